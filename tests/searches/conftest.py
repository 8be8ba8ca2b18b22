"""What the tests of this folder share."""

import pytest
from search_reviews import RIS, Searches

from tamis.review import Review


@pytest.fixture
def searches(tmp_path):
    """A search in Scopus of three records, everything recorded."""
    made = Searches(Review(tmp_path))
    made.write("a.ris", RIS.format(1) + RIS.format(2) + RIS.format(3))
    made.write("plan.csv", "line,kind,of,query,hits\n1,terms,,child*,10\n2,filter,1,English,3\n")
    made.log("a.ris,Scopus,database,2021-09-17,plan.csv,,,3,")
    return made
