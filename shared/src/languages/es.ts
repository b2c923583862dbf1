import type { Catalogue } from './catalogue.ts';

/** Spanish, wording version 1: our own draft from the English, for an agency's translator to review. */
export const es: Catalogue = {
  tag: 'es',
  name: 'Español',
  direction: 'ltr',
  review: 'draft',
  source: 'Our own draft from the English; not yet read by a translator of the agency.',
  items: {
    helpfulness: { word: 'Ayuda', statement: 'El personal me ayudó con lo que necesitaba.' },
    expertise: { word: 'Conocimiento', statement: 'El personal sabía hacer su trabajo.' },
    attentiveness: { word: 'Atención', statement: 'El personal me escuchó con atención.' },
    respect: { word: 'Respeto', statement: 'El personal me trató con respeto.' },
    timeliness: { word: 'Puntualidad', statement: 'El personal me respondió a tiempo.' },
    overall: { word: 'En general', statement: 'En general, me satisface el servicio que recibí.' },
  },
  scale: ['Muy en desacuerdo', 'En desacuerdo', 'Ni de acuerdo ni en desacuerdo', 'De acuerdo', 'Muy de acuerdo'],

  languages: 'Idioma',
  title: '¿Cómo lo estamos haciendo?',
  lead: 'Seis frases cortas, más o menos un minuto. Deje en blanco las que no apliquen. No le preguntamos quién es.',
  comment: '¿Quiere contarnos algo más o darle las gracias a alguien?',
  notice:
    'Por favor no escriba nombres de clientes, números de caso ni datos de salud. No es para emergencias: para denunciar abuso o peligro, llame al 911 o a su línea de ayuda local.',
  personal:
    'Esto parece un número de teléfono, un correo electrónico, o un número de caso o de Seguro Social. Puede quitarlo; también puede enviarlo así.',
  send: 'Enviar mis respuestas',
  about: 'Sus respuestas van al equipo HEART de {region}. Sin cuenta, sin cookies; no se guarda ninguna dirección.',
  thisOffice: 'esta oficina',
  privacy: 'Privacidad',

  thanksTitle: 'Gracias',
  thanks: 'Sus respuestas ya están con el equipo HEART de {region}.',
  thanksNext: 'El equipo lee cada respuesta y la usa para atender mejor a la gente.',
  close: 'Cerrar',

  problem: 'Hay un problema',
  noRatings: 'Califique al menos una frase.',
  badRating: 'Elija una de las cinco respuestas, o ninguna: «{statement}»',
  commentTooLong: 'Por favor acorte su comentario a 4,000 caracteres o menos.',
  alreadySent:
    'Ya se enviaron respuestas desde esta página. Si quiere enviar también estas, presione «Enviar mis respuestas» otra vez.',
  tooLarge: 'Es más de lo que podemos recibir. Por favor acorte su comentario y envíelo otra vez.',
  tooMany:
    'Acaban de llegar muchas respuestas desde su red. Las suyas siguen aquí. Por favor espere diez minutos y luego envíelas.',
  unavailable:
    'Lo sentimos: ahora no pudimos guardar sus respuestas. Siguen aquí. Por favor envíelas otra vez en un minuto.',
  refused: 'Lo sentimos: no se pudieron guardar sus respuestas. Por favor revíselas y envíelas otra vez.',

  sending: 'Enviando sus respuestas…',
  offline:
    'No pudimos conectarnos con la encuesta. Sus respuestas siguen aquí. Por favor intente otra vez en un momento.',

  notKept:
    'No pudimos conectarnos con la encuesta y este aparato no puede guardar sus respuestas. Siguen aquí. Por favor deje esta página abierta e intente otra vez.',
  keptTitle: 'Sus respuestas están guardadas',
  whyKept: {
    offline: 'Ahora no pudimos conectarnos con la encuesta.',
    unavailable: 'Ahora no pudimos guardar sus respuestas.',
    tooMany: 'Acaban de llegar muchas respuestas desde su red. Podremos recibir las suyas en unos diez minutos.',
  },
  kept: 'Sus respuestas esperan en este aparato. Deje esta página abierta, o ábrala otra vez dentro de 7 días: se enviarán solas.',

  notFound: 'Por favor revise el enlace. Tal vez se cortó en su correo.',
  retired: 'La encuesta de {region} ya no recibe respuestas.',

  errorPrefix: 'Error:',
  garbled: 'Algunas letras no nos llegaron completas. Por favor revise su comentario y envíelo otra vez.',
  leaveEmpty: 'Deje este campo vacío',
  sendAgain: 'Sus respuestas todavía no se enviaron. Por favor presione «Enviar mis respuestas» otra vez.',
  closePage: 'Ya puede cerrar esta página.',

  notFoundTitle: 'Esta página no está aquí',
  brokenTitle: 'Lo sentimos',
  broken: 'Esta página no se puede mostrar ahora. Por favor intente otra vez en un minuto.',
  retiredTitle: 'Esta encuesta terminó',
  seeAll: 'Ver todas las encuestas',
  tryAgain: 'Intentar otra vez',
  startAgain: 'Empezar de nuevo',
  stillThere:
    '¿Sigue ahí? Para continuar, presione cualquier tecla o toque la pantalla. Si no, en 30 segundos la encuesta empezará de nuevo para la siguiente persona.',

  home: {
    lead: 'Usted tuvo contacto con una de nuestras oficinas. Cuéntenos cómo le fue: seis frases cortas, más o menos un minuto.',
    offices: '¿Qué oficina quiere calificar?',
    none: 'Por ahora ninguna encuesta recibe respuestas.',
    nextTitle: 'Qué pasa con sus respuestas',
    next: [
      'Van al equipo HEART de la oficina. HEART son las siglas en inglés de ayuda, conocimiento, atención, respeto y puntualidad.',
      'El equipo lee cada respuesta. Cada tres meses la oficina calcula su promedio. La meta es 4 de 5 o más.',
      'Si una oficina no llega a la meta, hace un plan para mejorar. Si usted le da las gracias a alguien, el equipo se lo hace saber.',
    ],
    staffTitle: 'Para el personal',
    signature: 'Poner la encuesta en su firma de correo electrónico',
    print: 'Imprimir un formulario o un cartel',
  },

  privacyPage: {
    lead: 'Qué guarda esta encuesta, qué no guarda y quién lo ve.',
    keptTitle: 'Qué guardamos',
    kept: 'Sus calificaciones y su comentario, de qué oficina se trata, el día y la hora, el idioma y cómo llegó aquí (por un correo electrónico, un sitio web, un aparato en la oficina o en papel).',
    publicRecord:
      'Lo que escriba puede ser un documento público. Por favor no escriba nombres de clientes, números de caso ni datos de salud.',
    notKeptTitle: 'Qué no guardamos',
    notKept:
      'No le preguntamos quién es. No hay cuentas ni cookies, no se rastrea nada y no se manda nada a ninguna otra empresa.',
    address:
      'Su dirección de red nunca se anota. Para frenar los envíos masivos de respuestas, una versión codificada de ella queda en la memoria un día como máximo.',
    deviceTitle: 'En su propio aparato',
    device:
      'Lo que escriba se queda en esta pestaña hasta que lo envíe. Si no se puede enviar, espera en su navegador hasta 7 días y se envía cuando tenga conexión. Después se borra.',
    seenTitle: 'Quién ve sus respuestas',
    seen: 'El equipo HEART de la oficina que usted califica. Los demás ven solo promedios, cuando ya pasaron los tres meses, y solo si contestaron al menos 11 personas.',
    longTitle: 'Cuánto tiempo las guardamos',
    longUnsaid: 'El tiempo que digan las reglas de la agencia para sus archivos. Puede preguntarnos.',
  },

  accessibility: {
    title: 'Accesibilidad',
    lead: 'Todas las personas deben poder contestar.',
    standard: 'Hacemos esta encuesta según las Pautas de Accesibilidad para el Contenido Web (WCAG) 2.2, nivel AA.',
    works:
      'Funciona con teclado, lector de pantalla, letra grande, alto contraste, un teléfono pequeño y con JavaScript desactivado. Probamos todo esto en cada página y en cada idioma.',
    limitsTitle: 'Qué falta por mejorar',
    drafts: 'Nadie del equipo de traducción de la agencia ha leído todavía estos idiomas: {languages}.',
    noLimits: 'Por ahora no sabemos de nada.',
    waysTitle: 'Otras maneras de contestar',
    ways: 'Puede imprimir un formulario en letra grande y mandarlo de vuelta, o pedir uno en la oficina.',
    tellTitle: 'Avísenos de un problema',
    tell: 'Si algo le impide contestar, por favor díganos. Lo arreglaremos o buscaremos otra manera para usted.',
  },

  contact: {
    title: 'Preguntas',
    reach: 'Puede comunicarse con nosotros aquí:',
    unsaid: 'Por favor pregunte en la oficina con la que tuvo contacto.',
    email: 'Correo electrónico',
    phone: 'Teléfono',
    mail: 'Correo postal',
  },

  print: {
    title: 'La encuesta en papel',
    lead: 'Un formulario en letra grande y un cartel, cada uno en una hoja. Imprima esta página con su navegador.',
    sheets: 'Hojas',
    both: 'Formulario y cartel',
    form: 'Solo el formulario',
    poster: 'Solo el cartel',
    instruction:
      'Marque una respuesta en cada fila. Deje en blanco las frases que no apliquen. No le preguntamos quién es.',
    date: 'Fecha de su visita o llamada',
    returnTo: 'Por favor mande este formulario a:',
    handIn: 'Por favor entregue este formulario a nuestro personal.',
    online: 'O conteste en línea:',
    posterLead: 'Díganoslo en un minuto.',
    scan: 'Apunte la cámara de su teléfono al cuadro, o vaya a',
    code: 'Código QR de la encuesta de {region}',
    paper: '¿Prefiere un formulario en papel? Por favor pídanoslo.',
  },

  signature: {
    title: 'Su firma de correo electrónico',
    lead: 'Escriba lo que deben ver sus clientes, cópielo y péguelo en su programa de correo. Nada de lo que escriba sale de esta página.',
    name: 'Nombre',
    role: 'Cargo',
    office: 'Oficina',
    phone: 'Teléfono',
    region: 'Región o programa',
    language: 'Idioma de la encuesta',
    numbers: 'Mostrar los números del 1 al 5',
    numbersHint: 'Cada número abre la encuesta con la satisfacción general ya elegida. Nada cuenta hasta que se envía.',
    show: 'Mostrar',
    previewTitle: 'Así se ve',
    copyRich: 'Copiar para Outlook o Gmail',
    copyHtml: 'Copiar como HTML',
    copyText: 'Copiar como texto sin formato',
    copied: 'Copiado.',
    copyByHand: 'Este navegador no nos deja copiar. La firma está seleccionada: cópiela a mano.',
    noScript:
      'JavaScript está desactivado. Seleccione el bloque de abajo, cópielo y ponga su nombre cuando ya esté en su programa de correo.',
    yourName: 'Su nombre',
    yourRole: 'su cargo',
    yourPhone: 'su teléfono',
    dial: 'Tel.:',
    question: '¿Cómo lo estamos haciendo? Haga clic en el enlace para decírnoslo:',
    link: '{region}: encuesta de 1 minuto sobre la experiencia del cliente',
    rate: 'Me satisface el servicio que recibí, de 1 ({low}) a 5 ({high}):',
    stepsTitle: 'Póngala en su programa de correo',
    picture: 'Dibujo de {program}: los números de los pasos están donde hay que hacer clic.',
    programs: {
      newOutlook: 'Outlook nuevo',
      classicOutlook: 'Outlook clásico',
      outlookWeb: 'Outlook en la web',
      gmail: 'Gmail',
    },
    steps: {
      newOutlook: [
        'Abra Configuración (el engranaje), luego Cuentas y luego Firmas.',
        'Agregue una firma, haga clic en el campo grande y pegue.',
        'Elíjala para mensajes nuevos y para respuestas. Presione Guardar.',
      ],
      classicOutlook: [
        'Abra Archivo, luego Opciones y luego Correo. Presione Firmas.',
        'Presione Nueva, haga clic en el campo grande y pegue sin perder el formato.',
        'Elíjala para mensajes nuevos y para respuestas. Presione Aceptar.',
      ],
      outlookWeb: [
        'Abra Configuración (el engranaje), luego Cuenta y luego Firmas.',
        'Agregue una firma, haga clic en el campo grande y pegue.',
        'Elíjala para mensajes nuevos y para respuestas. Presione Guardar.',
      ],
      gmail: [
        'Abra Configuración (el engranaje) y luego Ver toda la configuración. Baje hasta Firma.',
        'Presione Crear nueva, haga clic en el campo de al lado y pegue.',
        'Elíjala para correos nuevos y para respuestas. Presione Guardar cambios, abajo.',
      ],
    },
  },
};
