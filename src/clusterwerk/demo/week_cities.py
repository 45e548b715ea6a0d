"""Towns where the invented events of a Land take place when the organiser names no seat."""

CITIES: dict[str, tuple[str, ...]] = {
    "DE-BW": ("Stuttgart", "Karlsruhe", "Mannheim", "Ulm", "Heilbronn"),
    "DE-BY": ("München", "Erlangen", "Augsburg", "Würzburg", "Regensburg", "Ingolstadt"),
    "DE-BE": ("Berlin",),
    "DE-BB": ("Potsdam", "Cottbus", "Eberswalde", "Luckenwalde", "Oranienburg"),
    "DE-HB": ("Bremen", "Bremerhaven"),
    "DE-HH": ("Hamburg",),
    "DE-HE": ("Darmstadt", "Kassel", "Wetzlar", "Hanau"),
    "DE-NI": ("Hannover", "Braunschweig", "Göttingen", "Lüneburg"),
    "DE-NW": ("Aachen", "Bielefeld", "Dortmund", "Düsseldorf", "Paderborn", "Wuppertal"),
    "DE-RP": ("Mainz", "Kaiserslautern", "Koblenz"),
    "DE-SL": ("Saarbrücken", "Saarlouis"),
    "DE-SN": ("Dresden", "Leipzig", "Chemnitz", "Freiberg"),
    "DE-ST": ("Halle (Saale)", "Magdeburg", "Leuna"),
    "DE-SH": ("Kiel", "Lübeck"),
    "DE-TH": ("Jena", "Erfurt", "Ilmenau"),
}
