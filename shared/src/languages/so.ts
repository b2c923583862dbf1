import type { Catalogue } from './catalogue.ts';

/** Somali, wording version 1: our own draft from the English, for an agency's translator to review. */
export const so: Catalogue = {
  tag: 'so',
  name: 'Soomaali',
  direction: 'ltr',
  review: 'draft',
  source: 'Our own draft from the English; not yet read by a translator of the agency.',
  items: {
    helpfulness: { word: 'Caawimaad', statement: 'Shaqaaluhu waxay iga caawiyeen wixii aan u baahnaa.' },
    expertise: { word: 'Aqoon', statement: 'Shaqaaluhu way yaqaanneen sida ay shaqadooda u qabtaan.' },
    attentiveness: { word: 'Feejignaan', statement: 'Shaqaaluhu si feejigan ayay ii dhegeysteen.' },
    respect: { word: 'Ixtiraam', statement: 'Shaqaaluhu si ixtiraam leh ayay iila dhaqmeen.' },
    timeliness: { word: 'Waqti-ilaalin', statement: 'Shaqaaluhu waqti ku habboon ayay iigu soo jawaabeen.' },
    overall: { word: 'Guud ahaan', statement: 'Guud ahaan, waan ku qanacsanahay adeegga aan helay.' },
  },
  scale: [
    'Aad baan u diidanahay',
    'Waan diidanahay',
    'Kuma raacsani, mana diidani',
    'Waan ku raacsanahay',
    'Aad baan ugu raacsanahay',
  ],

  languages: 'Luqadda',
  title: 'Sidee u aragtaa adeeggayaga?',
  lead: 'Lix weedhood oo gaagaaban, qiyaastii hal daqiiqo. Ka bood kuwa aan ku khusayn. Ma weydiinno cidda aad tahay.',
  comment: 'Ma jeclaan lahayd inaad wax kale noo sheegto, ama aad qof u mahadceliso?',
  notice:
    'Fadlan ha qorin magacyada macaamiisha, lambarrada kiisaska iyo xogta caafimaadka. Looma isticmaalo xaaladaha degdegga ah: si aad u soo sheegto xadgudub ama khatar, wac 911 ama khadka gargaarka ee deegaankaaga.',
  personal:
    'Tani waxay u egtahay lambar taleefan, cinwaan iimayl, ama lambar kiis ama lambar Sooshal Sekuuriti. Waad ka saari kartaa; sideeda ayaad sidoo kale u diri kartaa.',
  send: 'Dir jawaabahayga',
  about:
    'Jawaabahaagu waxay u tagaan kooxda HEART ee {region}. Akoon ma jiro, kukiyo ma jiraan, cinwaanna lama kaydiyo.',
  thisOffice: 'xafiiskan',
  privacy: 'Asturnaanta',

  thanksTitle: 'Mahadsanid',
  thanks: 'Jawaabahaagii waxay gaareen kooxda HEART ee {region}.',
  thanksNext: 'Jawaab kasta way akhriyaan, waxayna u isticmaalaan inay dadka si ka wanaagsan ugu adeegaan.',
  close: 'Xir',

  problem: 'Dhib ayaa jira',
  noRatings: 'Qiimee ugu yaraan hal weedh.',
  badRating: 'Dooro mid ka mid ah shanta jawaabood, ama midna ha dooran: “{statement}”',
  commentTooLong: 'Fadlan faalladaada ku soo koob 4,000 oo xaraf ama ka yar.',
  alreadySent:
    'Horey ayaa jawaabo looga diray boggan. Haddii aad rabto inaad kuwanna dirto, mar kale riix “Dir jawaabahayga”.',
  tooLarge: 'Taasi way ka badnayd inta aan qaadan karno. Fadlan faalladaada soo gaabi oo mar kale dir.',
  tooMany:
    'Jawaabo badan ayaa hadda ka yimid shabakaddaada. Jawaabahaagu weli halkan ayay ku jiraan. Fadlan sug toban daqiiqo, ka dibna dir.',
  unavailable:
    'Waan ka xunnahay: hadda waan kaydin weynay jawaabahaaga. Weli halkan ayay ku jiraan. Fadlan mar kale dir hal daqiiqo ka dib.',
  refused: 'Waan ka xunnahay: jawaabahaaga waa la kaydin waayay. Fadlan hubi oo mar kale dir.',

  sending: 'Jawaabahaaga waa la dirayaa…',
  offline:
    'Waan la xiriiri weynay sahanka. Jawaabahaagu weli halkan ayay ku jiraan. Fadlan wax yar ka dib mar kale isku day.',

  notKept:
    'Waan la xiriiri weynay sahanka, qalabkanina ma kaydin karo jawaabahaaga. Weli halkan ayay ku jiraan. Fadlan boggan ha xirin oo mar kale isku day.',
  keptTitle: 'Jawaabahaagu way kaydsan yihiin',
  whyKept: {
    offline: 'Hadda waan la xiriiri weynay sahanka.',
    unavailable: 'Hadda waan kaydin weynay jawaabahaaga.',
    tooMany:
      'Jawaabo badan ayaa hadda ka yimid shabakaddaada. Kuwaaga waxaan qaadan karnaa qiyaastii toban daqiiqo ka dib.',
  },
  kept: 'Jawaabahaagu waxay ku sugayaan qalabkan. Boggan ha xirin, ama mar kale ku fur 7 maalmood gudahood: iskood ayay u dirmi doonaan.',

  notFound: 'Fadlan hubi linkiga. Waxaa laga yaabaa inuu ku go’ay iimaylkaaga.',
  retired: 'Sahanka {region} jawaabo dambe ma qaadanayo.',

  errorPrefix: 'Khalad:',
  garbled: 'Xarfaha qaarkood si dhammaystiran nooma soo gaarin. Fadlan hubi faalladaada, ka dibna mar kale dir.',
  leaveEmpty: 'Meeshan ha buuxin, madhan u daa',
  sendAgain: 'Jawaabahaaga weli lama dirin. Fadlan mar kale riix “Dir jawaabahayga”.',
  closePage: 'Hadda waad xiri kartaa boggan.',

  notFoundTitle: 'Boggani halkan kuma jiro',
  brokenTitle: 'Waan ka xunnahay',
  broken: 'Boggan hadda lama tusi karo. Fadlan hal daqiiqo ka dib mar kale isku day.',
  retiredTitle: 'Sahankani wuu dhammaaday',
  seeAll: 'Arag dhammaan sahannada',
  tryAgain: 'Isku day mar kale',
  startAgain: 'Bilow mar kale',
  stillThere:
    'Weli ma joogtaa? Si aad u sii waddo, riix badhan kasta ama taabo shaashadda. Haddii kale, sahanku 30 ilbiriqsi gudahood ayuu qofka xiga uga bilaaban doonaa mar kale.',

  home: {
    lead: 'Waxaad la xiriirtay mid ka mid ah xafiisyadayada. Noo sheeg sida ay ahayd: lix weedhood oo gaagaaban, qiyaastii hal daqiiqo.',
    offices: 'Xafiiskee ayaad rabtaa inaad qiimayso?',
    none: 'Hadda ma jiro sahan jawaabo qaadanaya.',
    nextTitle: 'Waxa lagu sameeyo jawaabahaaga',
    next: [
      'Waxay u tagaan kooxda HEART ee xafiiska. HEART waxay u taagan tahay caawimaad, aqoon, feejignaan, ixtiraam iyo waqti-ilaalin.',
      'Kooxdu waxay akhridaa jawaab kasta. Saddexdii biloodba mar ayuu xafiisku xisaabiyaa celceliskiisa. Yoolku waa 4 ka mid ah 5 ama ka badan.',
      'Haddii xafiis ka hooseeyo yoolka, wuxuu dejiyaa qorshe uu ku fiicnaado. Haddii aad qof u mahadceliso, kooxdu way u gudbisaa.',
    ],
    staffTitle: 'Qaybta shaqaalaha',
    signature: 'Sahanka ku dar saxiixa iimaylkaaga',
    print: 'Daabac foom ama boostar',
  },

  privacyPage: {
    lead: 'Waxa sahankani kaydiyo, waxa uusan kaydin, iyo cidda aragta.',
    keptTitle: 'Waxa aan kaydinno',
    kept: 'Qiimayntaada iyo faalladaada, xafiiska ay ku saabsan yihiin, maalinta iyo saacadda, luqadda, iyo sida aad halkan ku timid (iimayl, bog internet, qalab xafiiska yaal, ama warqad).',
    publicRecord:
      'Waxa aad qorto waxay noqon karaan diiwaan dadweynuhu arki karo. Fadlan ha qorin magacyada macaamiisha, lambarrada kiisaska iyo xogta caafimaadka.',
    notKeptTitle: 'Waxa aannaan kaydin',
    notKept:
      'Ma weydiinno cidda aad tahay. Akoon ma jiro, kukiyo ma jiraan, waxba lama raadraaco, waxna looma diro shirkad kale.',
    address:
      'Cinwaanka shabakaddaada weligiis lama qoro. Si loo joojiyo jawaabo faro badan oo is daba yaal, cinwaankaas oo la isku qasay ayaa xusuusta ku jira ugu badnaan hal maalin.',
    deviceTitle: 'Qalabkaaga gudihiisa',
    device:
      'Waxa aad qorto waxay ku jiraan daaqaddan ilaa aad ka dirto. Haddii la diri waayo, waxay ku sugaan biraawsarkaaga ilaa 7 maalmood, waxaana la diraa marka aad internetka ku xirmato. Intaas ka dib way tirtirmaan.',
    seenTitle: 'Cidda aragta jawaabahaaga',
    seen: 'Kooxda HEART ee xafiiska aad qiimayso. Dadka kale waxay arkaan celceliska oo keliya, marka saddexda bilood dhammaadaan ka dib, iyo keliya haddii ugu yaraan 11 qof ay jawaabeen.',
    longTitle: 'Muddada aan kaydinno',
    longUnsaid: 'Inta ay dhigayaan xeerarka hay’adda ee diiwaannada. Waad na weydiin kartaa.',
  },

  accessibility: {
    title: 'Sahlanaanta isticmaalka',
    lead: 'Qof kastaa waa inuu awoodo inuu jawaabo.',
    standard:
      'Sahankan waxaan u dhisnaa si waafaqsan Tilmaamaha Sahlanaanta Isticmaalka Bogagga Internetka (WCAG) 2.2, heerka AA.',
    works:
      'Wuxuu ku shaqeeyaa kiiboodh, akhriyaha shaashadda, far waaweyn, midabbo aad u kala muuqda, taleefan yar, iyo marka barnaamijyada yaryar ee biraawsarka la damiyo. Bog kasta waxaan taas ku tijaabinnaa luqad kasta.',
    limitsTitle: 'Waxa aan weli fiicnayn',
    drafts: 'Turjubaan hay’adda ka tirsan weli ma akhrin luqadahan: {languages}.',
    noLimits: 'Hadda ma ogin wax dhib ah.',
    waysTitle: 'Siyaabo kale oo looga jawaabo',
    ways: 'Waxaad daabici kartaa foom far waaweyn ku qoran oo aad noo soo dirto, ama mid ka codso xafiiska.',
    tellTitle: 'Noo sheeg haddii dhib jiro',
    tell: 'Haddii wax kaa hor istaagaan inaad jawaabto, fadlan noo sheeg. Waan hagaajin doonnaa ama si kale ayaan kuu heli doonnaa.',
  },

  contact: {
    title: 'Su’aalo',
    reach: 'Halkan ayaad nagala soo xiriiri kartaa:',
    unsaid: 'Fadlan weydii xafiiska aad la xiriirtay.',
    email: 'Iimayl',
    phone: 'Taleefan',
    mail: 'Boosto',
  },

  print: {
    title: 'Sahanka oo warqad ah',
    lead: 'Foom far waaweyn ku qoran iyo boostar, mid walba hal warqad. Boggan ka daabac biraawsarkaaga.',
    sheets: 'Warqadaha',
    both: 'Foom iyo boostar',
    form: 'Foom keliya',
    poster: 'Boostar keliya',
    instruction: 'Saf kasta hal jawaab ku calaamadee. Ka bood kuwa aan ku khusayn. Ma weydiinno cidda aad tahay.',
    date: 'Taariikhda booqashadaada ama wicitaankaaga',
    returnTo: 'Fadlan foomkan u dir:',
    handIn: 'Fadlan foomkan u dhiib shaqaalahayaga.',
    online: 'Ama kaga jawaab internetka:',
    posterLead: 'Noogu sheeg hal daqiiqo.',
    scan: 'Kamarada taleefankaaga ku toosi afargeeska, ama tag',
    code: 'Koodhka QR ee sahanka {region}',
    paper: 'Ma ka jeceshahay foom warqad ah? Fadlan na weydii.',
  },

  signature: {
    title: 'Saxiixa iimaylkaaga',
    lead: 'Buuxi waxa ay tahay inay macaamiishaadu arkaan, koobiyee, oo ku dheji barnaamijka iimaylkaaga. Waxa aad qorto boggan kama baxaan.',
    name: 'Magaca',
    role: 'Jagada',
    office: 'Xafiiska',
    phone: 'Taleefanka',
    region: 'Gobolka ama barnaamijka',
    language: 'Luqadda sahanka',
    numbers: 'Tus lambarrada 1 ilaa 5',
    numbersHint: 'Lambarku wuxuu furaa sahanka iyadoo qanacsanaanta guud la doortay. Waxba lama tiriyo ilaa la diro.',
    show: 'Tus',
    previewTitle: 'Sidan ayuu u muuqdaa',
    copyRich: 'U koobiyee Outlook ama Gmail',
    copyHtml: 'U koobiyee HTML ahaan',
    copyText: 'U koobiyee sida qoraal caadi ah',
    copied: 'Waa la koobiyeeyay.',
    copyByHand: 'Biraawsarkani nooma oggola inaan koobiyeyno. Saxiixa waa la calaamadeeyay: gacanta ku koobiyee.',
    noScript:
      'Barnaamijyada yaryar ee biraawsarka waa la damiyay. Calaamadee qaybta hoose, koobiyee, oo magacaaga ku qor marka ay ku jirto barnaamijka iimaylkaaga.',
    yourName: 'Magacaaga',
    yourRole: 'jagadaada',
    yourPhone: 'taleefankaaga',
    dial: 'Tel:',
    question: 'Sidee u aragtaa adeeggayaga? Guji linkiga si aad noogu sheegto:',
    link: 'Sahanka Khibradda Macaamiisha ee {region} (1 daqiiqo)',
    rate: 'Waan ku qanacsanahay adeegga aan helay, 1 ({low}) ilaa 5 ({high}):',
    stepsTitle: 'Geli barnaamijka iimaylkaaga',
    picture: 'Sawir fudud oo {program} ah: lambarrada tillaabooyinku waxay yaallaan meesha aad gujiso.',
    programs: {
      newOutlook: 'Outlook cusub',
      classicOutlook: 'Outlook hore',
      outlookWeb: 'Outlook ee internetka',
      gmail: 'Gmail',
    },
    steps: {
      newOutlook: [
        'Fur “Dejinta” (giraanta ilkaha leh), ka dib “Akoonnada”, ka dib “Saxiixyada”.',
        'Ku dar saxiix, guji goobta weyn ee qoraalka, oo ku dheji.',
        'U dooro fariimaha cusub iyo jawaabaha. Riix “Kaydi”.',
      ],
      classicOutlook: [
        'Fur “Faylka”, ka dib “Xulashooyinka”, ka dib “Iimaylka”. Riix “Saxiixyada”.',
        'Riix “Cusub”, guji goobta weyn ee qoraalka, oo ku dheji adigoo qaabka ilaalinaya.',
        'U dooro fariimaha cusub iyo jawaabaha. Riix “OK”.',
      ],
      outlookWeb: [
        'Fur “Dejinta” (giraanta ilkaha leh), ka dib “Akoonka”, ka dib “Saxiixyada”.',
        'Ku dar saxiix, guji goobta weyn ee qoraalka, oo ku dheji.',
        'U dooro fariimaha cusub iyo jawaabaha. Riix “Kaydi”.',
      ],
      gmail: [
        'Fur “Dejinta” (giraanta ilkaha leh), ka dib “Arag dhammaan dejinta”. Hoos ugu deg “Saxiixa”.',
        'Riix “Samee mid cusub”, guji goobta ku xigta, oo ku dheji.',
        'U dooro iimaylada cusub iyo jawaabaha. Riix “Kaydi isbeddellada” ee hoose.',
      ],
    },
  },
};
