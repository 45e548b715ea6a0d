"""What the invented events are about: a few topics per field, in German and in English."""

Topic = tuple[str, str]

TOPICS: dict[str, tuple[Topic, ...]] = {
    "mob": (
        ("Batteriewechsel im Lieferverkehr", "Battery swapping for delivery fleets"),
        ("Mobilitätsdaten gemeinsam nutzen", "Sharing mobility data"),
        ("Elektrische Antriebe für kleine Serien", "Electric drives for small series"),
    ),
    "car": (
        ("Zulieferer im Wandel der Antriebe", "Suppliers and the change of powertrains"),
        ("Vernetzte Fahrzeuge prüfen", "Testing connected vehicles"),
        ("Neue Werkstoffe im Karosseriebau", "New materials for car bodies"),
    ),
    "env": (
        ("Wertstoffe aus der Produktion zurückgewinnen", "Recovering materials from production"),
        ("Prozesswasser sparsam führen", "Process water in closed loops"),
        ("Messen, was in der Luft ist", "Measuring what is in the air"),
    ),
    "ren": (
        ("Wärme aus dem Betrieb weiter nutzen", "Using waste heat from the plant"),
        ("Speicher für Strom vom eigenen Dach", "Storing power from your own roof"),
        ("Wasserstoff für mittlere Betriebe", "Hydrogen for medium-sized firms"),
    ),
    "ene": (
        ("Lasten im Betrieb verschieben", "Shifting loads in the plant"),
        ("Energie im Quartier", "Energy in the district"),
    ),
    "hea": (
        ("Pflege und Technik im Alltag", "Care and technology in daily life"),
        ("Telemedizin zwischen Praxis und Klinik", "Telemedicine between practice and hospital"),
    ),
    "ict": (
        ("IT-Sicherheit für kleine Unternehmen", "IT security for small firms"),
        ("Daten aus der Fertigung verstehen", "Understanding data from production"),
        ("Offene Software im Mittelstand", "Open software in medium-sized firms"),
    ),
    "it": (
        ("Maschinelles Lernen ohne eigenes Labor", "Machine learning without a lab of your own"),
        ("Schnittstellen zwischen alten und neuen Systemen", "Interfaces of old and new systems"),
    ),
    "git": (("Rechenzentren, die heizen", "Data centres that heat"),),
    "int": (
        ("Sensoren, die ohne Kabel auskommen", "Sensors that need no cable"),
        ("Das Haus, das mitdenkt", "The house that thinks along"),
    ),
    "aer": (
        ("Satellitendaten für die Wirtschaft", "Satellite data for business"),
        ("Leichte Kabinen, kurze Rüstzeiten", "Light cabins, short set-up times"),
    ),
    "cre": (
        ("Gestaltung trifft Maschinenbau", "Design meets mechanical engineering"),
        ("Animation für technische Produkte", "Animation for technical products"),
    ),
    "mic": (
        ("Mikrosysteme in der Medizin", "Microsystems in medicine"),
        ("Vom Muster zur Serie in der Mikrotechnik", "From sample to series in microtechnology"),
    ),
    "pho": (
        ("Licht als Werkzeug", "Light as a tool"),
        ("Optische Messtechnik in der Linie", "Optical measurement in the line"),
        ("Nachwuchs für die Photonik", "Young talent for photonics"),
    ),
    "nan": (("Oberflächen im Kleinsten gestalten", "Shaping surfaces at the smallest scale"),),
    "lig": (
        ("Faserverbund in der Serie", "Fibre composites in series production"),
        ("Kleben statt Schweißen", "Bonding instead of welding"),
    ),
    "mec": (
        ("Fertigen ab Losgröße eins", "Manufacturing from lot size one"),
        ("Wartung planen, bevor etwas steht", "Planning maintenance before things stop"),
    ),
    "pac": (("Verpackungen mit weniger Material", "Packaging with less material"),),
    "log": (
        ("Lager und Robotik", "Warehouses and robotics"),
        ("Güter auf Schiene und Wasser", "Goods by rail and water"),
    ),
    "med": (
        ("Zulassung von Medizinprodukten", "Approval of medical devices"),
        ("Implantate aus dem Drucker", "Printed implants"),
    ),
    "foo": (
        ("Regionale Rohstoffe in der Küche", "Regional produce in the kitchen"),
        ("Haltbar ohne Zusätze", "Keeping food without additives"),
    ),
    "woo": (
        ("Bauen mit Laubholz", "Building with hardwood"),
        ("Vom Wald ins Werk", "From the forest to the plant"),
    ),
    "tex": (("Textilien, die messen", "Textiles that measure"),),
    "aut": (
        ("Roboter im kleinen Betrieb", "Robots in the small firm"),
        ("Mechatronik in der Ausbildung", "Mechatronics in vocational training"),
    ),
    "bio": (
        ("Wirkstoffe aus der Region", "Active substances from the region"),
        ("Bioprozesse im kleinen Maßstab", "Bioprocesses on a small scale"),
    ),
    "pla": (
        ("Kunststoffe im Kreislauf", "Plastics in the loop"),
        ("Spritzguss mit Daten", "Injection moulding with data"),
    ),
    "met": (
        ("Schichten gegen Verschleiß", "Coatings against wear"),
        ("Zerspanen ohne Kühlschmierstoff", "Machining without coolant"),
    ),
    "ele": (
        ("Leistungselektronik für den Antrieb", "Power electronics for drives"),
        ("Gedruckte Elektronik", "Printed electronics"),
    ),
    "fin": (("Neue Wege der Mittelstandsfinanzierung", "New ways to finance medium-sized firms"),),
    "con": (
        ("Planen am gemeinsamen Modell", "Planning with a shared model"),
        ("Sanieren im Bestand", "Renovating what is there"),
    ),
    "mar": (("Leise Antriebe auf dem Wasser", "Quiet drives on the water"),),
    "def": (("Schutz kritischer Anlagen", "Protecting critical plants"),),
    "tou": (("Besucher lenken mit Daten", "Guiding visitors with data"),),
    "che": (
        ("Katalyse für feine Chemie", "Catalysis for fine chemicals"),
        ("Chemie aus nachwachsenden Rohstoffen", "Chemistry from renewable raw materials"),
    ),
    "mat": (
        ("Werkstoffe am Rechner entwerfen", "Designing materials by computer"),
        ("Prüfen ohne zu zerstören", "Testing without destroying"),
    ),
    "edu": (("Lernen im Betrieb", "Learning at work"),),
    "soc": (("Soziale Dienste digital", "Social services go digital"),),
    "spo": (("Bewegung messen", "Measuring movement"),),
    "agr": (("Sensoren auf dem Feld", "Sensors in the field"),),
    "cro": (
        ("Vom Netzwerk zum gemeinsamen Projekt", "From network to joint project"),
        ("Förderung für Verbundprojekte", "Funding for joint projects"),
        ("Fachkräfte gemeinsam gewinnen", "Winning skilled workers together"),
    ),
}
# Growth fields that consist of others.
TOPICS["gro_env"] = TOPICS["env"] + TOPICS["ren"]
TOPICS["gro_ict"] = TOPICS["ict"] + TOPICS["int"]

# Title patterns per kind; the topic takes the place of `{}`.
TITLES: dict[str, tuple[Topic, ...]] = {
    "workshop": (
        ("Workshop: {}", "Workshop: {}"),
        ("{}: Werkstatt für kleine und mittlere Unternehmen", "{}: a workshop for small firms"),
    ),
    "company_visit": (
        ("Werksrundgang: {}", "Factory tour: {}"),
        ("Zu Besuch im Betrieb: {}", "Visiting a firm: {}"),
    ),
    "congress": (
        ("Fachtag: {}", "Conference day: {}"),
        ("Clusterkonferenz: {}", "Cluster conference: {}"),
    ),
    "talk": (
        ("Vortrag und Gespräch: {}", "Talk and discussion: {}"),
        ("Mittagsvortrag: {}", "Lunch talk: {}"),
    ),
    "open_day": (
        ("Tag der offenen Tür: {}", "Open day: {}"),
        ("Offenes Labor: {}", "Open laboratory: {}"),
    ),
    "networking": (
        ("Netzwerkabend: {}", "Network evening: {}"),
        ("Clusterfrühstück: {}", "Cluster breakfast: {}"),
    ),
    "training": (
        ("Schulung: {}", "Training: {}"),
        ("Grundkurs: {}", "Introductory course: {}"),
    ),
    "trade_fair_action": (
        ("Gemeinschaftsstand: {}", "Joint stand: {}"),
        ("Kurzvorträge am Stand: {}", "Short talks at the stand: {}"),
        ("Geführter Messerundgang: {}", "Guided tour of the fair: {}"),
    ),
}

TEASERS: dict[str, Topic] = {
    "workshop": (
        "In kleinen Gruppen an Fällen aus den Betrieben arbeiten.",
        "Work in small groups on cases from the firms.",
    ),
    "company_visit": (
        "Rundgang durch die Fertigung, danach Fragen an das Team.",
        "A tour of the production, then questions to the team.",
    ),
    "congress": (
        "Beiträge aus Unternehmen, Forschung und Verwaltung, mit Ausstellung.",
        "Contributions from firms, research and administration, with an exhibition.",
    ),
    "talk": (
        "Ein Vortrag, ein Beispiel aus der Praxis und Zeit für Fragen.",
        "One talk, one example from practice and time for questions.",
    ),
    "open_day": (
        "Vorführungen und Führungen für alle, ohne Anmeldung.",
        "Demonstrations and tours for everyone, no registration needed.",
    ),
    "networking": (
        "Partner aus der Region kennenlernen und Vorhaben besprechen.",
        "Meet partners from the region and talk about plans.",
    ),
    "training": (
        "Grundlagen verständlich erklärt, mit Übungen für den Betrieb.",
        "The basics in plain words, with exercises for your firm.",
    ),
    "trade_fair_action": (
        "Mitglieder zeigen gemeinsam, woran sie arbeiten.",
        "Members show together what they are working on.",
    ),
}
