// Generated from crypto/words_nl.txt; do not edit. Write again with: ./scripts/dev generate
/** The words, in the order of their numbers. */
export const WORD_LIST: readonly string[] = (
  'aalbes aanbod aandeel aankoop aanleg aanpak aantal aanzien aardig abonnee acacia accent accu acteur ' +
  'actie actrice actueel adelaar adres advies afbouw afdak afdruk afgeven afhalen aflezen afloop afmaken ' +
  'afmeten afname afnemen afrit afslag afstand afval afvoer afwas afwegen afzet agenda akkoord aktetas ' +
  'alarm album alfabet algebra alinea alles alpaca altijd alvast alweer amandel amateur ambacht amfibie ' +
  'amper ananas anders anemoon anijs anker anoniem ansicht antenne antiek apart appel applaus aquarel ' +
  'arbeid archief arena armband aroma artikel asfalt asperge atelier atlas atleet atol attent audio augurk ' +
  'aula auto avatar avocado avond azalea azijn azuur baan babbel badeend badjas badmat badstof badzout ' +
  'bagage bakblik bakken baklava bakmeel bakpan baksel bakvorm balans ballon balpen balsem balzaal bamboe ' +
  'banaan bandana banjo barcode baret baron basalt basis basket bassin bazaar bazuin bedankt bedrijf beek ' +
  'beeld begin begonia begrip beheer behoud beitsen bekaf bekend bekwaam belang beleid bellen belofte ' +
  'beltoon beneden benzine bereik berg bericht beroemd besluit bestek betalen beton bewaker bewegen bewijs ' +
  'bewoner bewust bezem bezit bezoek bidon bieden biet bijeen bijlage bijna bijpad bijrol bijval bijzin ' +
  'biljet bingo binnen bintje bistro bivak blaadje blad blaffen blanco blauw blazen blender blij bliksem ' +
  'blinken bloei blokhut bobslee bocht bodem boeg boeket boenen boetiek boffen boiler bokking boktor ' +
  'bolero bolhoed bonbon bonsai bonus boomhut bootje bord borstel bosbes bosduif boskat bosloop bosmier ' +
  'bospad bosrand bosuil bosweg boter bouwen bovenop braaf braden braille brasem breed breien brem brengen ' +
  'bretel brief bril broche broek brommer brons broodje brug bruisen brullen buidel buigen buis buitje ' +
  'buizerd bumper bunzing burcht bureau burger burrito busbaan busje buslijn busreis busstop butler button ' +
  'buurt cabaret cabine cacao cactus cadeau camera camping canvas capsule caravan cassis cavia cello ' +
  'cement centrum chemie chili chloor chocola cicade cipres circus cirkel citaat citroen claxon cocon cola ' +
  'collage coltrui combi compost concert condor contact corvee couplet creatie cultuur cursus daalder ' +
  'daarmee dagboek dagdeel dagje dagmenu dagpas dagtaak dagvers dagwerk dakbalk dakgoot dakluik dakraam ' +
  'daktuin dalen dambord damhert damspel dank dansen dapper dartel data datum debat debuut decibel decor ' +
  'dekbed deksel dekzeil delta denken dessert deugd deuntje deurmat diagram dialoog diamant dichter dictee ' +
  'dienst diep dijk dille dimmen diner ding dinsdag diploma dippen dipsaus direct disco distel divan ' +
  'divers dobber doei doelman dolblij dolfijn dollar domein domino donut donzig dooier doolhof doperwt ' +
  'dorpje dozijn draaien dragon drama draven drempel drijven drinken drogist dromen drone droog drop druif ' +
  'drukker drummen druppel dubbel duet duiken duin dukaat durven dutje dweil dynamo echo echter ecoduct ' +
  'editie eend eenheid eenmaal eenvoud eerlijk eetbaar eetclub eethuis eetlust eettent eetzaal eeuw effect ' +
  'egaal eierdop eigeel eiken einde eitje eiwit eland elders elegant elektra element elkaar ellips embleem ' +
  'emmer emoe emotie energie enig enkel enorm entree envelop eregast ergens erker erts ervaren erwt ' +
  'esdoorn etalage etappe eten etiket etmaal etui euro evenaar exact examen excuus expert expo expres ' +
  'extra fabriek factor fakkel falafel fanclub fanfare farao fase fazant feest feit festijn fictie fietser ' +
  'figuur fijn film filter finale fitness fjord flanel flat flensje fles fleurig flink flipper flits ' +
  'flossen fluiten fluweel focus foelie fondue fontein forel formule fornuis fortuin forum fossiel foto ' +
  'fraai fresia friet fris fruit frutsel fuif fuut gaaf gaffel gala galerie galjoen galop gang garage ' +
  'garde garen garnaal gasbel gasfles gaslamp gasoven gaspit gauw gazelle gazon gebaar gebied geblaf ' +
  'gebouw gebruik gedekt gedoe geduld gefluit gegeven gehakt geheel gehoor gehucht geintje geiser gejuich ' +
  'gekko gekleed geknoei gekraak gelach geld geleerd gelijk geloei geluid gemak gember gems genie genoeg ' +
  'gepast gepiep geplons gepraat gerbera gereed geroep gerst geruis gesnurk gesprek geur geval geven ' +
  'gevoel gewei gewoon gezang gezond gezwaai gids gieren gieter gigant gilde giraffe gist gitaar glas ' +
  'glazuur glijden glimmen glitter globe glooien gnoe goed golf gondel gordijn gort gouden graan grafiek ' +
  'gram graniet grappig grasmat gratis grazen grens greppel griffel grijns groei grommen grond groot ' +
  'grutto guitig gunst guppy gymles gymnast gympen gymtas gymzaal haag haasten hagel half hallo halte ' +
  'hamer hamster handtas hangmat haperen hapje happen hardop haring harken harnas harp hartig haspel haven ' +
  'havik hebben hecht hectare heelal heen hefboom heffen heftig heide heilbot heining hekwerk helder helft ' +
  'helium helling helm helpen hemd hendel herberg herfst herrie herstel hert heuvel hevig hierna hijsen ' +
  'hint hiphop hitte hobby hobo hoeden hoef hoekje hoepel hoeveel hoezo hofje hollen honkbal hoogte hoop ' +
  'hoorn hopla horen horizon horloge horzel hotdog hotel houding hout houvast houweel huifkar huiskat ' +
  'hulde hulp hulst humeur hummus humor hunebed hutspot ibis icoon ideaal idee iets iglo ijsberg ijsco ' +
  'ijsdag ijsgrot ijshal ijsje ijskoud ijslaag ijsmuts ijspret ijsroom ijstijd ijsvrij ijszee ijverig ' +
  'ijzer ijzig imker import inbox indelen indruk info ingang ingooi inhalen inhoud inkomen inktvis inladen ' +
  'inleven inlopen innemen inrit inruil insect instap intern intocht invloed invoer inwoner inzet inzicht ' +
  'ivoor jaar jaguar jammer jampot januari japon jarig jasje jaszak jawel jazeker jeep jeugdig jodelen ' +
  'jojo joker jolig jong jubel judo juichen juist jungle juni jury juskom jutezak jutter juweel kaap ' +
  'kaarten kaasje kaatsen kabaal kabel kachel kader kaft kajak kajuit kaketoe kalebas kalkoen kalmte ' +
  'kamille kammen kanarie kandij kanjer kans kantoor kapstok karamel kariboe karper karton karwei kasboek ' +
  'kassier kasteel katoen katrol kauwgom kaviaar kebab keer kegelen keihard keizer kelk kelner kenmerk ' +
  'kennis kermis kern kervel ketchup ketjap ketting keuken keurig keuze kiekje kiel kiemen kievit kiezel ' +
  'kijken kikker kilo kimono kiosk kitten kiwi kladje klamboe klank klaver kleding kleed klein klem kleren ' +
  'kletsen kleur klimaat klinker klok klomp klont kloof kloppen kluisje klussen kluwen knagen knapzak ' +
  'kneden knikken knippen knoeien knol knoop knopje knus knutsel koala koekoek koelbox koerier koets ' +
  'koffie koken kokos kolom kombuis komeet komisch kompas komst konijn kookles kooltje koopman koor kopbal ' +
  'koper kopie koplamp koppel koraal korfbal korrel korstje korting kosmos kostuum kotelet kotter koud ' +
  'kraak krabbel kracht kralen krant kras krater kreeft krekel krijgen krik krimpen kring kristal kroket ' +
  'kronkel kroon kropsla kruipen krul kubus kudde kuip kunnen kunstig kurk kust kwaken kwart kwiek kwijt ' +
  'kwispel laadbak laagte laars laat lachen ladder lade lading lagune lakverf lamp lamswol landen langs ' +
  'laptop lariks larve lasso latje laurier lava lawaai leder leeg leesles legkast leguaan lelie lenen ' +
  'lengte lens lepel lesauto lesdag lesmap lesplan lessen lesuur letter leuk levend liaan libel licht ' +
  'liedje lief lift liggen lijmpot lijnbus lijstje limoen liniaal links linzen liter locatie loeien loep ' +
  'logboek logeren logo lokaal loket lolly loods loofbos loon lopen loterij loting lotus luchtig luifel ' +
  'luik luister lukken lunch lupine luxe lynx maaien maand maatje machine magma magneet mahonie maken ' +
  'makreel mandje manege manier mantel markt marmot mars marter masker massa matras maximum mayo media ' +
  'meedoen meegaan meermin meetlat meewind meiboom meikers melkbus meloen memo mengen mening menu merken ' +
  'metaal meteen metro meubel mezelf miauw midden mier mijl mikado mild mimosa minimum minuut missen ' +
  'mistig mits mixen mobiel modder mode moedig moeite moeras moes mogen mokka moment monitor monteur mooi ' +
  'morsen mosterd motor motto muesli muffin munt museum musical muskiet muur muziek naald naam naast nabij ' +
  'nacho nadeel nagalm najaar nakomen naleven namaak namens narcis narwal natuur nawoord nazomer nectar ' +
  'nemen neon netheid netjes netto netwerk nevel niemand nietje nieuw niezen nobel nodig noedels noemer ' +
  'nogal noord normaal notaris noteren notitie nulpunt nuttig nylon obelisk ober oceaan ochtend octaaf ' +
  'octopus oefenen oehoe oertijd oerwoud oester oever okapi oktober olie omdat omdoen omelet omgaan omheen ' +
  'omhoog omkeren omlaag omloop ommetje omtrek omvang omweg ondanks onder ondiep oneven onjuist onkruid ' +
  'onlangs online onnodig onrijp ontbijt ontdooi onthoud ontwerp onweer onze onzin oogst ooit oorbel ' +
  'oordop oorring oorzaak oosten opbouw opeens openen opera opgave opgelet ophalen opkomst oplage opleven ' +
  'oplopen opmaak opmeten opname opnemen opnieuw oprapen oprecht oprit oproep opslag opstel optie optocht ' +
  'opvegen opzet opzij oranje orde ordner oregano orgel origami orkaan orkest oudheid oudjaar ovaal oven ' +
  'overal ozon paaltje paard pagina pakhuis pakijs pakket paksoi paleis pallet palm panda paneel pannen ' +
  'pantser papaja papier paprika parade pardon parel parfum parkiet partij pasfoto paspop passage pasta ' +
  'patat patroon pauk pauze pech pedaal peddel peiling peinzen penseel peper peppel perfect pergola ' +
  'periode perk perron persoon perzik petfles petunia peul piano piccolo piek pienter piepen pijler pilaar ' +
  'piloot pincet pioen pionier pipet piraat pittig pixel pizza plaats plak planeet plastic platina plezier ' +
  'plint ploeg plonzen plooi plots pluim plukje plus podium poeder poel poema poetsen poffer poging pomp ' +
  'poncho pond pontje poolvos poort popband popcorn popelen portie positie post potlood potvis prairie ' +
  'praline praten precies prei prent present prettig prijs prikkel primula prinses prisma procent product ' +
  'proeven program project pronken proper pruik publiek pudding puffen puntdak puree purper putten puzzel ' +
  'quiz raadsel radar radio radslag ragebol raket rand ranja ransuil rapen rasp ratel ravijn reactie ' +
  'realist recept rechts reclame record redder reden reebok reeks refrein regatta regel regio reiger ' +
  'reistas rekbaar rekenen rekken rekstok relax reling remmen renbaan rendier rennen rente replica reptiel ' +
  'reserve respect rest retour reus ribbel richel ricotta rieten rijbaan rijden rijles rijp rijtje rijwiel ' +
  'rimboe ringweg risico risotto ritme ritsen rivier robot rodeo roepen roerei roestig roffel rogge ' +
  'roldeur rollade rolmops rolstok roltrap romig rommel ronde rood rooien roomijs rooster rosbief rotan ' +
  'rotonde rots routine royaal roze rubriek rucola rugtas rugzak ruigte ruilen ruim ruiter rumba rumoer ' +
  'rups rustig safari saffier salade salie salon salsa salto samba samen sandaal sappig sardine satijn ' +
  'saus savanne scanner schakel scherp schip schmink schoen schrift schuin scooter scoren seconde seizoen ' +
  'sensor serieus serre servet sesam sfeer sieraad signaal sinds singel siroop sjaal sjalot sjerp sjoelen ' +
  'sjouwen skeeler skelter skibril skihut skiles skipas skistok slakom slaolie slede slepen sleutel sliert ' +
  'slijpen slim slinger sloffen slokje sloop slot sluis slurf smaak smal smaragd smelten smeren smid ' +
  'smullen snaar snappen snavel sneeuw snel snoep snorren snufje snugger snuiten snurken sociaal soezen ' +
  'softbal soja sokken solide solo sopje sopraan sorbet spade spagaat sparen spat specht spelen sperwer ' +
  'speuren spiegel spijs spinnen splits spoed spons spoor sport spreken sprint sprong spruit spul staan ' +
  'stabiel stadion stage stalen stam stand stapel start status steeds steiger stekker stellen stemmen ' +
  'stengel steppe ster steun stevig sticker stift stijgen stilte stip stoel stoffig stok stolp stoom ' +
  'stoppen straks streek stromen struik student stuiver stunt stuur succes sudoku suiker suizen sukade ' +
  'super surfen sushi symbool systeem taal taart tabblad tablet taco tafel takelen talent talrijk tandem ' +
  'tango tapas tapdans tapijt tapuit tarbot tarwe taxi taxus teckel teelt tegen tegoed teil tekort tekst ' +
  'telkens teller telraam telspel tempo tent tenzij terecht termiet terp terrein terug terwijl teugel ' +
  'tevoren textiel theater thee thema thermos thuis tiener tijd tijger tikfout tikje tikken tillen tiptop ' +
  'titel tjilpen tjokvol tobbe toch toegang toekan toen toerbus toestel toeter toeval tolbrug tolhuis tolk ' +
  'tolweg tomaat tompoes toneel toorts topdag topfit topper topteam topvorm tosti totaal totdat touw ' +
  'toveren tractor trapeze treffen trein tribune trio troef trofee trompet troost tropen tros trucje ' +
  'truffel trui tube tuinman tuit tuniek tunnel turbo turf turnen tussen twijfel typen typisch uitbouw ' +
  'uiten uitgaan uithoek uitkijk uitloop uitroep uitstel uitvoer uitweg uitzien unie uniform uren uurtje ' +
  'uurwerk vaandel vaarweg vaas vaatwas vakblad vakman vakwerk valhelm valkuil vallei vanaf vandaag ' +
  'vangnet vanille vanuit vanwege vanzelf variant vast vaten veearts veel veenbes veerman veilig velg ' +
  'venster ventiel verband verder veren verfrol vergiet verhaal verkoop verlof vermaak vernis vers vertrek ' +
  'vervoer verzoek veter veulen viaduct video vijg vijver villa vilt vinden vinkje vinnig violist viool ' +
  'visboer visie viskom vislijn visnet visplek visser vistuig vitrage vlaai vlaflip vlaggen vlakbij vlam ' +
  'vlecht vlek vleugel vliegen vlinder vloed vlotter vlug vochtig voedsel voegen voer voetbal vogel ' +
  'voldoen volle volop volume volzin vondst vonk vooruit vorig vormen vorstin vossen vraag vrede vreugde ' +
  'vriend vrijwel vroeg vrolijk vrucht vulkaan vullen vuurbal waarom wachten wagen wakker walnoot wals ' +
  'wanneer want warboel warm wasbak wasdag wasgoed washok waskom waslijn wasmand waspeen wasrek wassen ' +
  'water watten wazig website wedloop wedren weekend wegberm wegdek wegens wegrace wegwijs weiland weinig ' +
  'weken weleens welkom welp wenk wensen wereld werf werkdag werpen westen wetboek wezel wiebel wieg ' +
  'wieldop wifi wijting wijzen wilgen wimpel wind winkel winst winter wirwar wisent wissel witlof woelen ' +
  'woerd wolkje wollig wombat wonen woning woonark worden worp worst wortel wuiven zaagsel zaaier zaak ' +
  'zacht zadel zagerij zakdoek zakgeld zaklamp zandbak zanger zebra zeebonk zeedijk zeef zeegras zeehond ' +
  'zeelui zeeman zeepok zeereis zeester zeevis zeewier zeezout zeggen zeilen zeker zelden zelfde zender ' +
  'zeshoek zetel zetje zetmeel zetten zien zigzag zijde zijgang zijkant zijlijn zijmuur zijspan zijtak ' +
  'zijweg zilver zingen zink zintuig zinvol zitbank zitkuil zitzak zoals zodat zodra zoeken zoet zoiets ' +
  'zojuist zolang zolder zomaar zomer zondag zonhoed zonkant zonnig zool zorgen zoutpot zowel zuiden zuil ' +
  'zuinig zuivel zulk zuring zwaaien zwaluw zwembad zwerm zweven'
).split(' ');
