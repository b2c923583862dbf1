import type { Catalogue } from './catalogue.ts';

/** Tagalog, wording version 1: our own draft from the English, for an agency's translator to review. */
export const tl: Catalogue = {
  tag: 'tl',
  name: 'Tagalog',
  direction: 'ltr',
  review: 'draft',
  source: 'Our own draft from the English; not yet read by a translator of the agency.',
  items: {
    helpfulness: { word: 'Pagtulong', statement: 'Tinulungan ako ng mga kawani sa kailangan ko.' },
    expertise: { word: 'Kaalaman', statement: 'Alam ng mga kawani kung paano gawin ang trabaho nila.' },
    attentiveness: { word: 'Pagbibigay-pansin', statement: 'Nakinig sa akin nang mabuti ang mga kawani.' },
    respect: { word: 'Paggalang', statement: 'Tinrato ako ng mga kawani nang may paggalang.' },
    timeliness: { word: 'Pagiging maagap', statement: 'Tumugon sa akin ang mga kawani sa tamang oras.' },
    overall: { word: 'Kabuuan', statement: 'Sa kabuuan, nasiyahan ako sa serbisyong natanggap ko.' },
  },
  scale: [
    'Lubos na hindi sang-ayon',
    'Hindi sang-ayon',
    'Hindi tutol, hindi rin sang-ayon',
    'Sang-ayon',
    'Lubos na sang-ayon',
  ],

  languages: 'Wika',
  title: 'Kumusta ang serbisyo namin?',
  lead: 'Anim na maikling pahayag, mga isang minuto lang. Laktawan ang hindi naaangkop sa inyo. Hindi namin itinatanong kung sino kayo.',
  comment: 'May gusto pa ba kayong sabihin, o may gusto ba kayong pasalamatan?',
  notice:
    'Huwag pong isama ang mga pangalan ng kliyente, numero ng kaso, at detalye tungkol sa kalusugan. Hindi ito para sa emergency: para mag-ulat ng pang-aabuso o panganib, tumawag sa 911 o sa inyong lokal na hotline.',
  personal:
    'Mukhang numero ng telepono ito, email address, o numero ng kaso o ng Social Security. Puwede ninyo itong alisin; puwede rin ninyong ipadala nang ganito.',
  send: 'Ipadala ang mga sagot ko',
  about:
    'Mapupunta ang mga sagot ninyo sa pangkat HEART ng {region}. Walang account, walang cookie, at walang itinatabing address.',
  thisOffice: 'tanggapang ito',
  privacy: 'Pagkapribado',

  thanksTitle: 'Salamat po',
  thanks: 'Natanggap na ng pangkat HEART ng {region} ang mga sagot ninyo.',
  thanksNext: 'Binabasa nila ang bawat sagot at ginagamit ito para mas mapabuti ang paglilingkod sa mga tao.',
  close: 'Isara',

  problem: 'May problema',
  noRatings: 'Bigyan ng marka ang kahit isang pahayag.',
  badRating: 'Pumili ng isa sa limang sagot, o huwag pumili: “{statement}”',
  commentTooLong: 'Pakiiksian ang komento ninyo: hanggang 4,000 karakter lang.',
  alreadySent:
    'May mga sagot nang naipadala mula sa pahinang ito. Kung gusto ninyong ipadala rin ang mga ito, pindutin muli ang “Ipadala ang mga sagot ko”.',
  tooLarge: 'Higit iyan sa kaya naming tanggapin. Pakiiksian ang komento ninyo at ipadala ulit.',
  tooMany:
    'Maraming sagot ang kadarating lang mula sa network ninyo. Narito pa ang sa inyo. Maghintay po ng sampung minuto, saka ipadala ang mga ito.',
  unavailable:
    'Paumanhin po: hindi namin mai-save ngayon ang mga sagot ninyo. Narito pa ang mga ito. Pakipadala ulit pagkaraan ng isang minuto.',
  refused: 'Paumanhin po: hindi mai-save ang mga sagot ninyo. Pakisuri ang mga ito at ipadala ulit.',

  sending: 'Ipinapadala ang mga sagot ninyo…',
  offline: 'Hindi namin maabot ang survey. Narito pa ang mga sagot ninyo. Pakisubukan ulit maya-maya.',

  notKept:
    'Hindi namin maabot ang survey, at hindi mai-save ng device na ito ang mga sagot ninyo. Narito pa ang mga ito. Iwan pong bukas ang pahinang ito at subukan ulit.',
  keptTitle: 'Naka-save ang mga sagot ninyo',
  whyKept: {
    offline: 'Hindi namin maabot ang survey ngayon.',
    unavailable: 'Hindi namin mai-save ngayon ang mga sagot ninyo.',
    tooMany:
      'Maraming sagot ang kadarating lang mula sa network ninyo. Matatanggap namin ang sa inyo pagkaraan ng mga sampung minuto.',
  },
  kept: 'Naghihintay sa device na ito ang mga sagot ninyo. Iwang bukas ang pahinang ito, o buksan ulit sa loob ng 7 araw: kusang ipapadala ang mga ito.',

  notFound: 'Pakisuri ang link. Baka naputol ito sa email ninyo.',
  retired: 'Hindi na tumatanggap ng mga sagot ang survey ng {region}.',

  errorPrefix: 'May mali:',
  garbled: 'May mga letrang hindi buo nang dumating sa amin. Pakisuri ang komento ninyo, saka ipadala ulit.',
  leaveEmpty: 'Iwanang walang laman ang kahong ito',
  sendAgain: 'Hindi pa naipapadala ang mga sagot ninyo. Pakipindot muli ang “Ipadala ang mga sagot ko”.',
  closePage: 'Puwede na ninyong isara ang pahinang ito.',

  notFoundTitle: 'Wala rito ang pahinang ito',
  brokenTitle: 'Paumanhin po',
  broken: 'Hindi maipakita ang pahinang ito ngayon. Pakisubukan ulit pagkaraan ng isang minuto.',
  retiredTitle: 'Tapos na ang survey na ito',
  seeAll: 'Tingnan ang lahat ng survey',
  tryAgain: 'Subukan muli',
  startAgain: 'Magsimulang muli',
  stillThere:
    'Nandiyan pa ba kayo? Para magpatuloy, pindutin ang kahit anong key o hipuin ang screen. Kung hindi, magsisimulang muli ang survey para sa susunod na tao sa loob ng 30 segundo.',

  home: {
    lead: 'Nakipag-ugnayan kayo sa isa sa mga tanggapan namin. Sabihin sa amin kung kumusta ito: anim na maikling pahayag, mga isang minuto lang.',
    offices: 'Aling tanggapan ang gusto ninyong bigyan ng marka?',
    none: 'Sa ngayon, walang survey na tumatanggap ng mga sagot.',
    nextTitle: 'Ano ang mangyayari sa mga sagot ninyo',
    next: [
      'Mapupunta ang mga ito sa pangkat HEART ng tanggapan. Sa Ingles, ang mga letra ng HEART ay para sa pagtulong, kaalaman, pagbibigay-pansin, paggalang, at pagiging maagap.',
      'Binabasa ng pangkat ang bawat sagot. Tuwing tatlong buwan, kinukuwenta ng tanggapan ang average nito. Ang layunin ay 4 sa 5 o mas mataas.',
      'Kung mas mababa sa layunin ang isang tanggapan, gagawa ito ng plano para humusay. Kung may pinasasalamatan kayo, ipaaabot ito ng pangkat sa kanya.',
    ],
    staffTitle: 'Para sa mga kawani',
    signature: 'Ilagay ang survey sa lagda ng email ninyo',
    print: 'Mag-print ng form o poster',
  },

  privacyPage: {
    lead: 'Ano ang itinatabi ng survey na ito, ano ang hindi nito itinatabi, at sino ang nakakakita.',
    keptTitle: 'Ang itinatabi namin',
    kept: 'Ang mga marka at komento ninyo, kung aling tanggapan ang tinutukoy, ang araw at oras, ang wika, at kung paano kayo nakarating dito (mula sa email, website, device sa tanggapan, o sa papel).',
    publicRecord:
      'Maaaring maging pampublikong rekord ang isusulat ninyo. Huwag pong isama ang mga pangalan ng kliyente, numero ng kaso, at detalye tungkol sa kalusugan.',
    notKeptTitle: 'Ang hindi namin itinatabi',
    notKept:
      'Hindi namin itinatanong kung sino kayo. Walang account at walang cookie, walang sinusubaybayan, at walang ipinapadala sa ibang kompanya.',
    address:
      'Hindi kailanman isinusulat ang network address ninyo. Para mapigilan ang bugso ng mga sagot, isang ginulong anyo nito ang nananatili sa memorya nang hanggang isang araw lang.',
    deviceTitle: 'Sa sarili ninyong device',
    device:
      'Mananatili sa tab na ito ang tina-type ninyo hanggang ipadala ninyo ito. Kung hindi ito maipadala, maghihintay ito sa browser ninyo nang hanggang 7 araw at ipapadala kapag nakakonekta kayo. Pagkatapos, mabubura na ito.',
    seenTitle: 'Sino ang nakakakita ng mga sagot ninyo',
    seen: 'Ang pangkat HEART ng tanggapang binigyan ninyo ng marka. Average lang ang nakikita ng iba, pagkatapos ng tatlong buwan, at kung hindi bababa sa 11 tao ang sumagot.',
    longTitle: 'Gaano katagal namin itinatabi ang mga ito',
    longUnsaid:
      'Ayon sa tagal na itinakda ng mga tuntunin ng ahensya para sa mga rekord nito. Puwede ninyo kaming tanungin.',
  },

  accessibility: {
    title: 'Pagiging naa-access',
    lead: 'Dapat makasagot ang sinumang gustong sumagot.',
    standard:
      'Ginagawa namin ang survey na ito ayon sa Mga Alituntunin sa Pagiging Naa-access ng Nilalaman ng Web (WCAG) 2.2, antas AA.',
    works:
      'Gumagana ito sa keyboard, screen reader, malaking letra, mataas na contrast, maliit na telepono, at kahit naka-off ang JavaScript. Sinusubukan namin ang mga ito sa bawat pahina at bawat wika.',
    limitsTitle: 'Ano ang hindi pa maayos',
    drafts: 'Hindi pa nababasa ng tagasalin ng ahensya ang mga wikang ito: {languages}.',
    noLimits: 'Wala kaming alam sa ngayon.',
    waysTitle: 'Iba pang paraan ng pagsagot',
    ways: 'Puwede kayong mag-print ng form na malaki ang letra at ipadala ito pabalik, o humingi ng form sa tanggapan.',
    tellTitle: 'Sabihin sa amin ang problema',
    tell: 'Kung may humahadlang sa pagsagot ninyo, pakisabi sa amin. Aayusin namin ito o hahanap kami ng ibang paraan para sa inyo.',
  },

  contact: {
    title: 'Mga tanong',
    reach: 'Maaabot ninyo kami rito:',
    unsaid: 'Magtanong po sa tanggapang nakaugnayan ninyo.',
    email: 'Email',
    phone: 'Telepono',
    mail: 'Koreo',
  },

  print: {
    title: 'Ang survey sa papel',
    lead: 'Isang form na malaki ang letra at isang poster, tig-isang papel. I-print ang pahinang ito gamit ang browser ninyo.',
    sheets: 'Mga papel',
    both: 'Form at poster',
    form: 'Form lang',
    poster: 'Poster lang',
    instruction:
      'Markahan ang isang sagot sa bawat hilera. Laktawan ang hindi naaangkop sa inyo. Hindi namin itinatanong kung sino kayo.',
    date: 'Petsa ng pagbisita o pagtawag ninyo',
    returnTo: 'Pakipadala ang form na ito sa:',
    handIn: 'Pakibigay ang form na ito sa aming mga kawani.',
    online: 'O sumagot online:',
    posterLead: 'Sabihin sa amin sa loob ng isang minuto.',
    scan: 'Itapat ang camera ng telepono ninyo sa parisukat, o pumunta sa',
    code: 'QR code ng survey ng {region}',
    paper: 'Mas gusto ba ninyo ang form na papel? Humingi po sa amin.',
  },

  signature: {
    title: 'Ang lagda ng email ninyo',
    lead: 'Punan ang dapat makita ng mga kliyente ninyo, kopyahin ito, at i-paste sa programa ninyo sa email. Hindi ipinapadala kahit saan ang tina-type ninyo rito.',
    name: 'Pangalan',
    role: 'Posisyon',
    office: 'Tanggapan',
    phone: 'Telepono',
    region: 'Rehiyon o programa',
    language: 'Wika ng survey',
    numbers: 'Ipakita ang mga numerong 1 hanggang 5',
    numbersHint:
      'Binubuksan ng bawat numero ang survey nang may napili nang sagot sa kabuuang kasiyahan. Walang bibilangin hangga’t hindi ito naipapadala.',
    show: 'Ipakita',
    previewTitle: 'Ganito ang itsura nito',
    copyRich: 'Kopyahin para sa Outlook o Gmail',
    copyHtml: 'Kopyahin bilang HTML',
    copyText: 'Kopyahin bilang simpleng teksto',
    copied: 'Nakopya na.',
    copyByHand:
      'Hindi kami pinapayagan ng browser na ito na kumopya. Naka-highlight ang lagda: kayo na po ang kumopya nito.',
    noScript:
      'Naka-off ang JavaScript. I-highlight ang bloke sa ibaba, kopyahin ito, at ilagay ang inyong pangalan kapag nasa programa na ninyo sa email.',
    yourName: 'Pangalan ninyo',
    yourRole: 'posisyon ninyo',
    yourPhone: 'telepono ninyo',
    dial: 'Tel.:',
    question: 'Kumusta ang serbisyo namin? I-click ang link para sabihin sa amin:',
    link: '{region}: 1-minutong survey tungkol sa karanasan ng kliyente',
    rate: 'Nasiyahan ako sa serbisyong natanggap ko, 1 ({low}) hanggang 5 ({high}):',
    stepsTitle: 'Ilagay ito sa programa ninyo sa email',
    picture: 'Guhit ng {program}: nasa mga lugar na iki-click ninyo ang mga numero ng mga hakbang.',
    programs: {
      newOutlook: 'Bagong Outlook',
      classicOutlook: 'Klasikong Outlook',
      outlookWeb: 'Outlook sa web',
      gmail: 'Gmail',
    },
    steps: {
      newOutlook: [
        'Buksan ang Mga Setting (ang gear), saka Mga Account, saka Mga Lagda.',
        'Magdagdag ng lagda, mag-click sa malaking kahon, at i-paste.',
        'Piliin ito para sa mga bagong mensahe at mga tugon. Pindutin ang I-save.',
      ],
      classicOutlook: [
        'Buksan ang File, saka Mga Opsyon, saka Mail. Pindutin ang Mga Lagda.',
        'Pindutin ang Bago, mag-click sa malaking kahon, at i-paste nang hindi inaalis ang format.',
        'Piliin ito para sa mga bagong mensahe at mga tugon. Pindutin ang OK.',
      ],
      outlookWeb: [
        'Buksan ang Mga Setting (ang gear), saka Account, saka Mga Lagda.',
        'Magdagdag ng lagda, mag-click sa malaking kahon, at i-paste.',
        'Piliin ito para sa mga bagong mensahe at mga tugon. Pindutin ang I-save.',
      ],
      gmail: [
        'Buksan ang Mga Setting (ang gear), saka Tingnan ang lahat ng setting. Bumaba sa Lagda.',
        'Pindutin ang Gumawa ng bago, mag-click sa kahon sa tabi nito, at i-paste.',
        'Piliin ito para sa mga bagong email at mga tugon. Pindutin ang I-save ang Mga Pagbabago sa ibaba.',
      ],
    },
  },
};
