"""The words that stand-in records are made of: none of them names a real paper, person or journal.

Surnames are put together from two halves, journals are invented, programmes bear no names. What is real
is only what such searches are known to catch: children in care, and everybody else who goes home.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Domain:
    """One kind of literature that the search terms catch: its journals, templates and words. `slots`
    holds the words that stand for `{name}` in a template, or in another slot; `{Name}` begins with a
    capital. `weights` says how likely each database holds such a paper."""

    id: str
    journals: tuple[str, ...]
    templates: tuple[str, ...]
    slots: dict[str, tuple[str, ...]]
    weights: dict[str, float]


def words(text: str) -> tuple[str, ...]:
    """Return the entries of a list that is written with semicolons, over several lines."""
    return tuple(entry for part in text.split(";") if (entry := " ".join(part.split())))


# --- people -------------------------------------------------------------------------------------

SURNAME_HEADS = words(
    """Alder; Amber; Ashen; Barrow; Birchen; Bramble; Brindle; Calder; Carrow; Cobble; Corran; Cressen;
    Dapple; Dunnel; Elmen; Fallow; Fennel; Garrow; Glaven; Hallen; Harrow; Hazel; Heather; Hollin;
    Ivel; Kelden; Kestrel; Larken; Linden; Lorrim; Marlin; Merrin; Millen; Norrin; Oaken; Orrin;
    Pender; Pellin; Quarrin; Rannel; Raven; Ressin; Rowan; Sallow; Sedgen; Sorrel; Tarrin; Thistle;
    Thornen; Tollin; Ullin; Varrin; Wadden; Wexen; Willow; Wynnel; Yarrow; Yewen; Zellin; Osier"""
)
SURNAME_TAILS = words(
    """holt; wick; mere; stow; garth; combe; dale; thwaite; beck; fold; shaw; ridge; brook; moor; leigh;
    stead; gate; worth; croft; lund"""
)
#: Names that databases spell differently: accents, particles, apostrophes, hyphens.
SURNAMES_SPELT_MANY_WAYS = words(
    """van der Lissendal; de Vrannekool; O'Tarrigan; Müllerhof; Señorán; Çelvedar; Brøndlund; Szélhalmi;
    Fjällvik-Aho; Le Quérrec; MacIllorin; Łukowenka; Ngatokura; Grönwaldt; Peñalmar; Ruíz-Valdorno;
    Håkonsvik; Dvořeska; Lévesquin; Bîrlatescu; Öztarhan; Crossley-Varn; von Ahrensee; D'Orlano"""
)
GIVEN_NAMES = words(
    """Adrian; Agnes; Alan; Alice; Amara; Andrew; Anita; Anne; Arun; Barbara; Beatrice; Ben; Bridget;
    Carla; Catherine; Cecil; Charlotte; Chloe; Clara; Colin; Daniel; Deborah; Diana; Dominic; Edith;
    Elena; Emily; Eric; Esther; Fatima; Felix; Fiona; Frances; Gareth; George; Grace; Hannah; Harriet;
    Hassan; Helen; Hugo; Ian; Imogen; Ines; Irene; Isaac; Jack; James; Jane; Joan; Joel; Julia; Karen;
    Kavita; Keith; Laura; Leah; Leon; Lily; Linda; Lucas; Malcolm; Margaret; Maria; Martin; Maya;
    Miriam; Nadia; Naomi; Nathan; Nora; Olive; Oscar; Patrick; Paula; Peter; Philip; Priya; Rachel;
    Ralph; Rebecca; Rosa; Ruth; Samuel; Sarah; Simon; Sofia; Stella; Susan; Teresa; Thomas; Tobias;
    Una; Vera; Victor; Wendy; William; Yasmin; Yusuf; Zoe"""
)

# --- words that every literature shares ---------------------------------------------------------

SHARED = {
    "design": words(
        """a longitudinal study; a qualitative study; a cohort study; a mixed methods evaluation; a
        survival analysis; a systematic review; a scoping review; evidence from administrative data; a
        latent class analysis; a file audit; findings from a national survey; a pilot study; an
        interpretative phenomenological analysis; a Delphi study; secondary analysis of linked data; a
        propensity score analysis; a grounded theory study; a photovoice project; lessons from
        practice; a twelve-month follow-up; a cost analysis; a process evaluation; a discourse
        analysis; a natural experiment; an ethnographic study; a vignette study; a critical reflection;
        a participatory inquiry; a factorial survey; a matched comparison; a concept analysis; a
        cross-sectional survey; a retrospective review; a prospective audit; a realist evaluation; a
        five-year follow-up; a multilevel analysis; a diary study; a case series; a feasibility study;
        an interrupted time series; a validation study; a meta-synthesis; a focus group study"""
    ),
    "place": words(
        """a rural county; four northern authorities; two Midwestern states; an inner-city district; a
        remote territory; three coastal counties; a post-industrial region; a border state; one
        metropolitan area; five island communities; a privatised system; a devolved administration; a
        tribal jurisdiction; Queensland; Ontario; Scotland; Wales; Northern Ireland; Norway; Israel;
        Catalonia; Flanders; Portugal; Japan; New South Wales; Alberta; Tasmania; South Africa;
        Denmark; Saskatchewan; Sweden; Brazil; Taiwan; a university town; a mountain district; a mining
        region; an austere decade; eleven sites; a large urban county; Western Australia; Finland;
        Ghana; a bilingual province; the Pacific Northwest; the Low Countries; a fast-growing suburb"""
    ),
    "verb": words(
        """shaped; limited; supported; delayed; complicated; eased; revealed; hindered; sustained;
        undermined; predicted; followed"""
    ),
}

# --- children in care ---------------------------------------------------------------------------

CARE = Domain(
    id="care",
    journals=words(
        """Hearth and Kin Review; Foster Placement Quarterly; Children's Casework Inquiry; Northern Annals
        of Family Support; Journal of Return and Permanence; Residential Childhood Studies; Kinship and
        Guardianship Letters; Archives of Family Casework; Looked After Lives; Transatlantic Review of
        Child Protection Practice; Young People Leaving Care Bulletin; Child Placement Policy Forum;
        Papers in Family Court Research; Southern Journal of Family Casework; Practice Notes in
        Children's Services; International Digest of Foster Family Research"""
    ),
    templates=(
        "{Topic} among {people}: {design}",
        "'{quote}': {people} on {topic}",
        "How {people} experience {event}: {design}",
        "Does {topic} matter for {outcome}? {Design} with {people}",
        "{Programme} for {people} in {place}",
        "{Topic} and {topic2} in {place}",
        "Predictors of {outcome} among {people} in {place}",
        "From {event} to {outcome}: {people} and {topic}",
        "Rethinking {topic} for {people}",
        "{Event}: the part played by {topic}",
        "What do {people} need during {event}?",
        "Explaining variation in {outcome}: {topic} or {topic2}?",
        "Professional views of {topic} in work with {people}",
        "Measuring {topic}: a short scale for {people}",
        "{Outcome} of {people} after {event}: {design}",
        "When {topic} {verb} {event}",
        "{Programme}: effects on {topic} and {outcome}",
        "{Programme} for {people}: a randomised controlled trial",
        "Talking about {topic} with {people}: a guide for {workers}",
        "{Workers} and {topic}: {design} in {place}",
        "Why {people} speak of {topic}: notes from {place}",
        "{Topic} before and after {event}",
        "Policy, {topic} and {people} in {place}",
    ),
    slots={
        "people": words(
            """children in foster care; looked-after children; adolescents in residential care; infants
            placed in care; siblings placed apart; kinship carers; foster carers; birth parents; birth
            mothers; fathers of children in care; care leavers; grandparents raising grandchildren;
            young people leaving group homes; Indigenous families; disabled children in care; children
            under special guardianship; adoptive parents; children on care orders; parents with
            learning disabilities; mothers in drug treatment; unaccompanied minors; young mothers in
            care; youth in treatment foster care; preschool children placed with strangers; teenagers
            in secure accommodation; parents in recovery; imprisoned mothers; adopted teenagers;
            children placed with relatives; babies removed at birth; dual-status youth; Black families;
            families known to child protection; long-stay foster children; rural foster families;
            parents who lost custody; deaf children in care; care-experienced students; former foster
            youth; newly approved foster carers; traumatised toddlers; children of drug-using parents"""
        ),
        "topic": words(
            """placement stability; contact arrangements; school attendance; attachment security;
            emotional regulation; sleep problems; dental health; participation in decisions; life story
            work; respite care; care planning; court delay; matching decisions; caseworker turnover;
            parental visitation; trauma-informed practice; peer relationships; sense of belonging;
            identity formation; psychotropic medication; health assessments; reading attainment; school
            exclusion; running away; contact with the police; sibling relationships; cultural
            connection; financial allowances; supported housing; loneliness; carer retention;
            allegations of abuse; stigma; foster carer training; early permanence; concurrent planning;
            viability assessments; supervised contact; neglect; parental mental illness; domestic
            violence; household poverty; parental drinking; developmental delay; digital contact;
            humour; faith and religion; pocket money; food and eating; ambiguous loss; mentoring;
            sexual health advice; self-harm; legal representation; out-of-area placements; emergency
            placements; cyberbullying; pets; leisure and sport; speech and language needs; youth
            offending; advocacy; parental consent; foster fathers' roles; racial matching; immigration
            status; permanency hearings; record keeping; risk assessment; substance misuse; family drug
            courts; wraparound services; kinship navigation"""
        ),
        "event": words(
            """return home from care; reunification; family reunification; a first overnight visit;
            placement breakdown; a move to kin; leaving care at eighteen; the transition to adoption;
            the court process; entry to care; going home at weekends; a trial home placement; a change
            of caseworker; discharge from residential treatment; the assessment period; the pandemic
            lockdown; a foster home closure; reunification planning; a return to birth family; re-entry
            to foster care; moving to a new school; the end of a care order; contact with birth
            relatives; preparation for independence; the loss of a foster parent"""
        ),
        "outcome": words(
            """re-entry to care; exits to permanency; time in care; the likelihood of reunification;
            adoption disruption; maltreatment recurrence; educational attainment; mental health;
            behaviour problems; employment at twenty-one; early parenthood; housing instability;
            wellbeing; placement moves; carer stress; reunification timing; resilience; court outcomes;
            social support; guardianship breakdown; exits from care; juvenile arrests; parental
            engagement"""
        ),
        "quote": words(
            """Nobody asked me; A suitcase by the door; Two mums, one bedroom; Home is a moving word; They
            wrote it all down; I was the parcel; Not really a guest; Sunday is the hard day; The door
            was open; We kept her shoes; You learn to pack light; It takes a street; Like being on a
            train; My name on the fridge; Waiting for the phone; He still calls me Miss; She knows my
            real laugh; A room with no lock; Everybody signs the form; Still their dad; Counting the
            sleeps; The judge never met us; The bus home was full; Half a birthday"""
        ),
        "programme": words(
            """a parenting group; an attachment-based intervention; a mentoring scheme; a video feedback
            service; a paired reading scheme; a family finding service; a therapeutic summer camp; an
            advocacy service; a peer support line; a nurture group; a home visiting programme; an
            intensive fostering scheme; a kinship support centre; a parent partner scheme; a
            mindfulness course; a transition house; a court improvement project; a trauma screening
            protocol; a relapse prevention group; a housing support scheme; a virtual school; a foster
            carer retreat; an outreach clinic; a family contact centre; a play therapy service; a music
            project; a trial of cash transfers"""
        ),
        "workers": words(
            """social workers; judges; foster care nurses; guardians ad litem; teachers; residential
            staff; child psychologists; family support workers; magistrates; health visitors; youth
            workers; reviewing officers; adoption panels; lay advocates"""
        ),
    },
    weights={"web_of_science": 1.0, "scopus": 0.9, "psycinfo": 1.3, "pubmed": 0.3, "cochrane": 0.12},
)

# --- sick children who go home ------------------------------------------------------------------

CHILD_HEALTH = Domain(
    id="child_health",
    journals=words(
        """Annals of Cradle and Ward; Homeward Paediatrics; Journal of Neonatal Transition Care; Childhood
        Discharge Medicine; Nursery Nursing Inquiry; Paediatric Homecoming Reports; Small Patients
        Quarterly; Archives of Infant Follow-up Care"""
    ),
    templates=(
        "{Topic} of {patients} after {event}: {design}",
        "{Event} with {patients}: parents' {feelings} and {topic}",
        "Preparing parents of {patients} for {event}",
        "{Programme} for families of {patients}: {design}",
        "{Topic} in {patients} going home on {device}",
        "Are parents of {patients} ready for {event}? {Design}",
        "{Patients} at home: {topic} and {topic2}",
        "Nurses' part in {event} of {patients} in {place}",
        "{Device} at home for {patients}: {topic}",
        "Parental {feelings} in the weeks after {event}: {patients} in {place}",
        "{Topic} and early readmission of {patients}",
        "Fathers of {patients}: {feelings} before {event}",
        "{Programme} and {topic} of {patients}: a randomised trial",
    ),
    slots={
        "patients": words(
            """preterm infants; children with tracheostomies; neonates with heart defects; children with
            cerebral palsy; late preterm twins; children on long-term ventilation; infants with short
            bowel; adolescents with asthma; children with leukaemia; burned children; newborns with
            jaundice; infants exposed to opioids; children with epilepsy; toddlers with bronchiolitis;
            children with spinal injury; infants with cleft palate; children after liver
            transplantation; adolescents with anorexia; babies with Down syndrome; children with type 1
            diabetes; infants on home oxygen; children with brain injury; dying children; children
            after tonsillectomy; extremely low birthweight infants; adolescents after suicide attempts;
            children with cystic fibrosis; neonatal surgical patients"""
        ),
        "event": words(
            """discharge home; going home from intensive care; early discharge; the first night at home;
            transfer to community nursing; a return home from hospital; day-case surgery; the move from
            ward to home; weekend leave; going home with a feeding tube; delayed discharge; telephone
            follow-up; discharge against advice; home palliative care; rooming-in"""
        ),
        "topic": words(
            """weight gain; breastfeeding; emergency visits; sleep position; home oxygen use; caregiver
            burden; growth and feeding; medication errors; pain management; vaccination; school return;
            sibling adjustment; maternal depression; respiratory infections; neurodevelopment;
            skin-to-skin contact; parental confidence; family finances; quality of life; car seat
            safety; feeding difficulties; night waking; oral health; physiotherapy attendance; parent
            education"""
        ),
        "feelings": words(
            """anxiety; readiness; sleep; confidence; stress; hopes; coping; uncertainty; self-efficacy;
            worries; knowledge; bonding"""
        ),
        "device": words(
            """nasal oxygen; gastrostomy feeding; apnoea monitors; parenteral nutrition; insulin pumps; a
            ventilator; peritoneal dialysis; a portable pump; phototherapy blankets; telemonitoring"""
        ),
        "programme": words(
            """a discharge passport; a nurse-led transition clinic; video calls after discharge; a lullaby
            project; a parent education class; a home nursing bundle; a family integrated care model; a
            text message service; a respite hospice; a peer parent visit; a simulation course; a
            discharge checklist"""
        ),
    },
    weights={"web_of_science": 0.8, "scopus": 0.8, "psycinfo": 0.25, "pubmed": 1.2, "cochrane": 0.25},
)

# --- grown-up patients who go home, or to a care home ---------------------------------------------

ADULT_HEALTH = Domain(
    id="adult_health",
    journals=words(
        """Journal of Hospital-to-Home Transitions; Convalescence Research; Annals of Discharge Nursing;
        Later Life Dwelling Studies; Stroke Homecoming and Recovery; Care Home Inquiry; Hip and Hearth
        Rehabilitation; Bedside to Doorstep; Archives of Going Home Medicine; Rehabilitation Pathways
        Digest; Palliative Dwelling Review; Community Ward Reports; International Letters on Discharge
        Planning"""
    ),
    templates=(
        "{Topic} in {patients} after {event}: {design}",
        "Predictors of returning home for {patients}: {design}",
        "{Patients} and {event}: the influence of {topic}",
        "{Programme} for {patients} in {place}",
        "Family carers of {patients}: {topic} after {event}",
        "{Topic} and {topic2} among {patients} in {setting}",
        "Deciding between {setting} and home: {patients} and their families",
        "'{quote}': {patients} talk of {event}",
        "Length of stay, {topic} and {event} of {patients}",
        "{Programme} before {event}: {design}",
        "{Programme} to improve {topic} after {event}: a randomised trial",
        "Does {topic} decide who goes home? {Patients} in {setting}",
        "Therapists' judgement of {topic} before {event} of {patients}",
        "{Event} of {patients} during {season}: {topic}",
        "Costs of {event} and of {setting} for {patients}",
        "{Patients} in {setting}: {design} of {topic}",
    ),
    slots={
        "patients": words(
            """stroke survivors; older adults with hip fracture; people with dementia; heart failure
            patients; people with brain injury; spinal cord injured adults; patients with delirium;
            frail older women; amputees; people with Parkinson's disease; cancer patients at the end of
            life; surgical patients; intensive care survivors; people with COPD; knee replacement
            patients; psychiatric inpatients; people with schizophrenia; burn survivors; women after
            caesarean section; dialysis patients; older veterans; people with aphasia; trauma patients;
            patients with advanced lung cancer; adults with intellectual disability; liver transplant
            recipients; nursing home residents; people with multiple sclerosis; octogenarians; people
            with first-episode psychosis; older migrants; myocardial infarction patients; rural
            pensioners; malnourished inpatients; men with prostate surgery; people with motor neurone
            disease"""
        ),
        "event": words(
            """discharge home; returning home from hospital; early supported discharge; going home to die;
            the first week at home; discharge from rehabilitation; respite admission; home visits
            before discharge; a return home from a nursing facility; transfer to a care home; same-day
            discharge; discharge by telephone; going home alone; discharge from an acute stroke unit;
            unplanned readmission; the move back to the community; a temporary care home stay"""
        ),
        "topic": words(
            """walking ability; carer strain; home adaptations; living alone; medication reconciliation;
            fear of falling; continence; cognitive impairment; nutrition; pain; social isolation;
            advance care planning; pressure ulcers; functional independence; depression; stair
            climbing; health literacy; balance training; swallowing; fatigue; informal care; equipment
            delivery; telerehabilitation; hearing loss; activities of daily living; grip strength;
            wound care; bereavement; spiritual needs; shared decisions; medication adherence; discharge
            summaries; driving; sexual activity; occupational therapy; goal setting; night-time care;
            vision loss; polypharmacy; spouse support; housing quality"""
        ),
        "setting": words(
            """care homes; a convalescent ward; nursing facilities; residential care; sheltered housing; a
            geriatric day hospital; a hospice; community hospitals; inpatient rehabilitation; assisted
            living; intermediate care; an acute medical unit; a long-term care facility; a memory
            clinic"""
        ),
        "quote": words(
            """My own bed; The kettle first; Nobody told the neighbours; I counted the stairs; They said
            Friday; A key under the mat; The garden had gone wild; I sleep in the chair now; Not ready
            but out; He lifts me"""
        ),
        "programme": words(
            """a discharge coordinator; a home-based exercise programme; a transition coach; a virtual
            ward; a falls clinic; a hospital-at-home service; a carer training package; a reablement
            service; a pharmacist visit; a stroke navigator; a telephone helpline; an enhanced recovery
            pathway; a geriatric assessment; a pre-discharge home visit; a palliative outreach team; a
            meal delivery scheme; a memory café; a step-down unit"""
        ),
        "season": words(
            """winter pressures; a heatwave; the pandemic; hospital reform; a nursing strike; a bed
            crisis; weekends and holidays; a merger of hospitals"""
        ),
    },
    weights={"web_of_science": 0.75, "scopus": 0.8, "psycinfo": 0.15, "pubmed": 1.0, "cochrane": 0.3},
)

# --- everybody else who comes home, and everything else that is reunified ---------------------------

SOCIETY = Domain(
    id="society",
    journals=words(
        """Borders and Households; Displaced Households Quarterly; Journal of Resettled Families; Reentry
        and Kin; Returnee Studies Review; Homeless Youth Inquiry; Garrison Family Papers; Annals of
        Divided Nations; Diaspora and Dwelling"""
    ),
    templates=(
        "{Event} of {people}: {topic} in {place}",
        "{Topic} among {people} after {event}",
        "{Event} and {topic}: {design}",
        "'{quote}': {people} between departure and return",
        "The politics of {event}: {people} in {place}",
        "{People}, {topic} and the hope of returning home",
        "{Programme} for {people}: {design}",
        "Who goes home? {Topic} and {event} of {people}",
        "Rights, {topic} and {event} in {place}",
    ),
    slots={
        "people": words(
            """refugee families; families parted by deportation; returning soldiers; released prisoners;
            homeless youth; earthquake survivors; labour migrants; evacuees; international students;
            children left behind; asylum seekers; military spouses; former child soldiers; flood
            victims; transnational couples; runaway teenagers; torture survivors; stranded seafarers;
            domestic workers abroad; second-generation returnees; wartime orphans; divided families;
            trafficked women; street children; retired emigrants; nuclear accident evacuees"""
        ),
        "event": words(
            """family reunification; returning home; repatriation; homecoming after deployment; national
            reunification; return migration; reunion after long separation; prison release; going home
            after disaster; visa refusal; reintegration; resettlement; a family reunion; reunification
            law; voluntary return"""
        ),
        "topic": words(
            """mental health; marital quality; remittances; citizenship; income tests; gender roles;
            trust; health care access; language learning; post-traumatic stress; legal aid; DNA
            testing; housing tenure; collective memory; voting; job search; parent-child conflict;
            social capital; loss of status; alcohol use; school enrolment; care obligations; land
            claims; waiting times; telephone contact; child development; public opinion; radiation
            fears"""
        ),
        "quote": words(
            """The house had shrunk; Papers first, love later; A stranger at dinner; The map was wrong;
            Everything but the dog; They spoke without me; Tea in the wrong cup; Two passports"""
        ),
        "programme": words(
            """a family group intervention; a shelter outreach scheme; a reintegration grant; a legal
            clinic; a homecoming course; a tracing service; a prison visiting scheme; a couples
            retreat; a street outreach van; a school mentoring project"""
        ),
    },
    weights={"web_of_science": 0.9, "scopus": 0.85, "psycinfo": 0.55, "pubmed": 0.3, "cochrane": 0.04},
)

DOMAINS = {domain.id: domain for domain in (CARE, CHILD_HEALTH, ADULT_HEALTH, SOCIETY)}

# --- the nineteen that left at full text ----------------------------------------------------------

#: Title, and why it left: a word of the flowchart, or not_retrieved.
LEFT_AT_FULL_TEXT = (
    ("Family time coaching before children return from foster care: a service evaluation", "not_retrieved"),
    ("A county reunification team in its second year: final report", "not_retrieved"),
    ("In-home support for adolescents coming back from group homes: a pilot trial", "not_retrieved"),
    ("Time to reunification after family team meetings were introduced: a survival analysis", "outcome"),
    ("Visit coaching and the likelihood of reunification: a quasi-experimental evaluation", "outcome"),
    ("Peer mentors for parents in dependency court and rates of reunification", "outcome"),
    ("Does intensive case management speed the return of foster children?", "outcome"),
    ("Housing vouchers for separated families: reunification in a county experiment", "outcome"),
    ("A parenting group during temporary placement: parental stress before reunification", "outcome"),
    ("Co-located addiction counsellors in child welfare offices and exits from care", "outcome"),
    ("Family group decision making and permanency exits: a propensity score analysis", "outcome"),
    ("Engaging parents with a reunification service in its first year: a process evaluation", "outcome"),
    ("Recovery housing for mothers with children in care: reunification at case closure", "outcome"),
    ("Home-based support after psychiatric hospital stays of children never in care", "population"),
    (
        "Children returned from institutions to families in a transition economy: support and follow-up",
        "population",
    ),
    ("Parent training after the return of adopted adolescents from boarding treatment", "population"),
    ("Bringing children home safely: a practice framework for reunification teams", "study_design"),
    ("What keeps families together after reunification? A narrative review of programmes", "study_design"),
    ("Reflections on ten years of a reunification service", "study_design"),
)

#: Annual reports, found on websites: each year's is a work of its own. `{years}` differs.
ANNUAL_REPORTS = (
    ("Children looked after and their homes: annual figures {years}", ("2017 to 2018", "2018 to 2019")),
    ("Annual survey of foster home inspections, {years}", ("2016-17", "2017-18")),
    ("Family proceedings and returns to parents: yearly digest for {years}", ("2015", "2019")),
)
