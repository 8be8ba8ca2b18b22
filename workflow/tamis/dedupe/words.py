"""The lists that comparing rests on. A link depends on the two records and on these alone."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _titles(text: str) -> frozenset[str]:
    return frozenset(title.strip() for title in text.split("|"))


#: Words that databases add, drop and exchange, and that tell no two titles apart.
STOP = _words(
    """
    the of and in a an for on with by to from at as is are was were its their or vs using via into der
    die das und von zur im in el la los las de del y en le les des et du di il
    """
)

#: One spelling each for what databases spell in two ways.
SPELLINGS = {
    "versus": "vs", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7",
    "eight": "8", "nine": "9", "ten": "10", "eleven": "11", "twelve": "12",
}  # fmt: skip

#: Roman numerals that are no words; i, v and x are numbers only after one of PARTS, or at the end.
ROMAN = {
    "ii": "2", "iii": "3", "iv": "4", "vi": "6", "vii": "7", "viii": "8", "ix": "9", "xi": "11", "xii": "12",
}  # fmt: skip
SHORT_ROMAN = {"i": "1", "v": "5", "x": "10"}
PARTS = _words(
    """
    part parts type phase stage class grade level group study volume section chapter factor case trial
    wave cohort paper article experiment teil partie parte
    """
)

#: A title that has one of these where the other has none is of another publication: what it answers,
#: corrects or takes back, or a part of it.
TELLING = _words(
    """
    erratum errata corrigendum corrigenda correction corrections corrected addendum retraction
    withdrawal reply replies response responses comment comments commentary rejoinder rebuttal re letter
    editorial discussion part parts not non no without concern
    """
)

#: As TELLING, but a database may have cut the subtitle it stands in: where the place agrees, it does.
CAUTION = _words(
    """
    protocol abstract poster update updated pilot feasibility preliminary interim rationale design
    baseline summary supplement secondary extension
    """
)

#: Words of one line exclude each other, also where they are spelt alike.
OPPOSITES = tuple(
    frozenset(line.split())
    for line in """
male female
males females
men women
man woman
boy girl
boys girls
maternal paternal
mother father
mothers fathers
vivo vitro silico
acute chronic subacute
systolic diastolic
inpatient outpatient
inpatients outpatients
children adults adolescents infants elderly
child adult adolescent infant
left right
upper lower
high low
higher lower
increased decreased
increase decrease
increases decreases
before after
primary secondary tertiary
first second third fourth fifth sixth
early late
short long
urban rural
rats mice
rat mouse
north south east west
northern southern eastern western
alpha beta gamma delta kappa
internal external
anterior posterior
inferior superior
proximal distal
medial lateral
dorsal ventral
qualitative quantitative
positive negative
direct indirect
active passive
nitrate nitrite
sulfate sulfite sulfide
methyl ethyl
prednisone prednisolone
import export
inductive deductive
prospective retrospective
spring summer autumn winter
iran iraq
iranian iraqi
niger nigeria
austria australia
austrian australian
slovenia slovakia
slovenian slovakian
ileum ilium
ileal iliac
ureter urethra
ureters urethras
ureteral urethral
ureteric urethral
afferent efferent
abduction adduction
abductor adductor
dysphagia dysphasia
arteritis arthritis
humoral humeral
perineal peroneal peritoneal
perinatal prenatal postnatal neonatal
parental parenteral
absorption adsorption
infarction infection infusion
mortality morbidity
parents patients
myeloma melanoma
hypokalemia hypocalcemia
hypokalaemia hypocalcaemia
hypokalemic hypocalcemic
hypokalaemic hypocalcaemic
hyperkalemia hypercalcemia
hyperkalaemia hypercalcaemia
hyperkalemia hypernatremia
hyperkalaemia hypernatraemia
hypokalemia hyponatremia
hypokalaemia hyponatraemia
january february march april june july august september october november december
""".strip().splitlines()
)

#: Prefixes of which two make opposites of one stem (hypertension, hypotension).
OPPOSITE_PREFIXES = (
    ("hyper", "hypo"),
    ("intra", "inter", "extra", "infra", "supra"),
    ("pre", "post", "peri"),
    ("mono", "bi", "di", "tri", "poly"),
    ("uni", "multi"),
    ("micro", "macro", "nano"),
    ("endo", "exo", "ecto"),
    ("over", "under"),
    ("pro", "anti"),
)
#: Prefixes that turn a word around (symptomatic, asymptomatic).
NEGATIONS = ("un", "in", "im", "non", "dis", "ir", "a")

#: Greek letters as databases spell them out.
GREEK = {
    "α": " alpha ", "β": " beta ", "γ": " gamma ", "δ": " delta ", "ε": " epsilon ", "κ": " kappa ",
    "λ": " lambda ", "μ": " mu ", "µ": " mu ", "π": " pi ", "σ": " sigma ", "τ": " tau ", "ω": " omega ",
}  # fmt: skip
#: Letters that decomposition leaves as they are.
LETTERS = {"ß": "ss", "ø": "o", "ł": "l", "ı": "i", "đ": "d", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"}

#: Words that begin a surname and are none.
PARTICLES = _words("van von der den de del della di da do dos du la le el al bin ibn ter ten st mc mac y e")

#: Titles that a journal prints again and again; alone they tell nothing.
SERIES = _titles(
    """
    editorial | editorials | introduction | letter to the editor | letters to the editor | letter |
    letters | foreword | preface | book review | book reviews | in this issue | commentary | comment |
    comments | author reply | authors reply | reply | abstracts | news | obituary | erratum |
    corrigendum | correction | contents | table of contents | index | announcement | response | in
    memoriam | conclusion | conclusions | discussion | guest editorial | from the editor | editors note
    | meeting report | conference report | invited commentary | authors response | in reply | reply to
    the editor | case report
    """
)

#: Where papers are put before a journal takes them: the server's name, or its DOI prefix.
PREPRINT_SERVERS = (
    "medrxiv", "biorxiv", "arxiv", "ssrn", "research square", "psyarxiv", "socarxiv", "edarxiv",
    "osf preprints", "preprints", "chemrxiv", "authorea", "techrxiv", "f1000research preprint",
)  # fmt: skip
PREPRINT_DOIS = (
    "10.1101/", "10.21203/", "10.31234/", "10.31235/", "10.2139/ssrn", "10.48550/", "10.20944/", "10.31219/",
    "10.26434/chemrxiv", "10.22541/", "10.36227/", "10.35542/", "10.64898/",
)  # fmt: skip

#: What a review or guideline calls itself.
SYNTHESES = ("systematic review", "meta analys", "metaanalys", "evidence synthesis", "guideline", "cochrane")

#: What else comes out anew, year by year, under one title.
RENEWED = (
    "annual report", "annual statistic", "annual survey", "annual update", "yearly report", "yearbook",
    "year book", "quarterly report", "monthly report", "weekly report", "biennial report", "registry report",
    "surveillance report", "progress report", "case records", "recommendations for", "position statement",
    "consensus statement",
)  # fmt: skip

#: Registers of trials, as exports name them where other records have a journal.
REGISTERS = (
    "clinicaltrials.gov", "clinicaltrialsregister", "trialsearch.who", "ictrp", "isrctn", "anzctr", "chictr",
    "trial regist", "trials regist", "german clinical trials", "drks.de", "umin.ac.jp", "ctri.nic.in",
)  # fmt: skip

LANGUAGES = (
    "english|french|german|spanish|italian|portuguese|russian|chinese|japanese|korean|polish|dutch|turkish|"
    "hungarian|czech|danish|swedish|norwegian|finnish|hebrew|arabic|persian|croatian|serbian|slovak|romanian|"
    "bulgarian|ukrainian|greek"
)

#: Codes of languages that do not begin as the English name does (ISO 639).
LANGUAGE_CODES = {
    "en": "eng", "de": "ger", "deu": "ger", "fr": "fre", "fra": "fre", "es": "spa", "it": "ita", "pt": "por",
    "ru": "rus", "zh": "chi", "zho": "chi", "ja": "jap", "jpn": "jap", "ko": "kor", "pl": "pol", "nl": "dut",
    "nld": "dut", "tr": "tur", "hu": "hun", "cs": "cze", "ces": "cze", "da": "dan", "sv": "swe", "no": "nor",
    "fi": "fin", "fa": "per", "fas": "per", "el": "gre", "ell": "gre", "ro": "rom", "rum": "rom",
    "ron": "rom", "hr": "cro", "hrv": "cro", "sr": "ser", "srp": "ser", "sk": "slo", "slk": "slo",
    "slovak": "slo", "slovenian": "slv", "slovene": "slv", "sl": "slv",
}  # fmt: skip

#: Words that only the abbreviated name of a journal has (ISO 4).
ABBREVIATED = _words(
    """
    J Int Am Br Eur Can Aust Scand Chin Jpn Natl Med Res Clin Sci Surg Proc Acad Soc Assoc Arch Ann Rev Dis
    Cardiol Neurol Oncol Psychol Psychiatr Pediatr Paediatr Obstet Gynecol Immunol Pharmacol Physiol Biol Chem
    Epidemiol Rehabil Gerontol Nutr Nurs Educ Transl Transplant Technol Environ Syst Manag Econ Stud Q Bull
    """
)
