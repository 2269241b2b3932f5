"""Names of communes that are also words: « Sens », « Rue », « Nice ». Seeing the word is no evidence of the place."""

from __future__ import annotations

# Towns people do ask about, of which the name alone, small inside a sentence, proves nothing.
TOWNS = frozenset("sens nice tours tour vienne vire orange gap bath".split()) | {
    "le port",
    "la possession",
    "plaisir",
    "romans",
    "oye",
    "voiron",
    "la seyne",
    "mer",
    "eu",
    "die",
}
# Villages: taken only with a capital, a postcode, a département, or standing alone in the message.
VILLAGES = frozenset(
    (
        "ade aide aime ames angoisse appelle armes ars aucun avion avril bach bains ballons bar barre betting blanc bois "
        "bonhomme bonne bonnes born borne bosse boulot bourdon bourg bouteille bras bu bugue bully bus busy by camarade "
        "came campagne cause celle centres cesse chambre change chapeau charge chatte chaudiere chaussee chemin ciel cote "
        "couches courant couronne cours courtes couture creche croix cry cultures deserts douze dun echelle echelles ecole "
        "erre espere essay faux fere fermete fete fille flat folie folles force four fours frais francs frise garde gars "
        "gas gets goes grand grande grange grave his hommes hopital hours island jardin joyeux jumeaux jure jury lance "
        "lhopital lies ligne linge loge long loupe lourde lutter machine maire maisons many marche marches marques marre "
        "mars maux mene mere miroir monnaie montagne monte morte moyen murs noyer nuits ondes ongles our pace parc parent "
        "pas passage pauvres pere piano pierre pis place places plan pleure pleurs pont port portes possession pres publier "
        "quarante quartier ri riche ronde rouge routes routier rue sache sales salle salles salon sauve sees sen serpent "
        "serre sers seuil signes simple son sos soulages sourd sure sy table tache tendu termes this tierce titre tombe "
        "touche touches tourne trans treve tronche union ur us vallee vers vert very veuve viens vieux ville villes voisines "
        "vou vue y bord travail maison sortie rien moi toi job help line care health psy"
    ).split()
) | {"l hopital", "la force", "le pas", "la rue", "la mer", "le travail", "l ecole", "la ville", "les salles", "la croix"}
