"""Parts of a Word document: styles, blocks as XML, and the place in a team's document where blocks go."""
