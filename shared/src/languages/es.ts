import type { Catalogue } from './catalogue.ts';

/** Spanish, wording version 1: our own draft from the English, for an agency's translator to review. */
export const es: Catalogue = {
  tag: 'es',
  name: 'Español',
  direction: 'ltr',
  review: 'draft',
  items: {
    helpfulness: { word: 'Ayuda', statement: 'El personal me ayudó con lo que necesitaba.' },
    expertise: { word: 'Conocimiento', statement: 'El personal sabía hacer su trabajo.' },
    attentiveness: { word: 'Atención', statement: 'El personal me escuchó con atención.' },
    respect: { word: 'Respeto', statement: 'El personal me trató con respeto.' },
    timeliness: { word: 'Puntualidad', statement: 'El personal me respondió a tiempo.' },
    overall: { word: 'En general', statement: 'En general, el servicio que recibí me dejó satisfecho.' },
  },
  scale: ['Muy en desacuerdo', 'En desacuerdo', 'Ni de acuerdo ni en desacuerdo', 'De acuerdo', 'Muy de acuerdo'],

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
  languages: 'Idioma',

  chooseOffice: '¿Qué oficina quiere calificar?',

  thanksTitle: 'Gracias',
  thanks: 'Sus respuestas ya están con el equipo HEART de {region}.',
  thanksNext: 'El equipo lee cada respuesta y la usa para atender mejor a la gente.',
  close: 'Cerrar',

  errorPrefix: 'Error:',
  problem: 'Hay un problema',
  noRatings: 'Califique al menos una frase.',
  badRating: 'Elija una de las cinco respuestas, o ninguna: «{statement}»',
  commentTooLong: 'Por favor acorte su comentario a 4,000 letras o menos.',
  garbled: 'Algunas letras no nos llegaron completas. Por favor revise su comentario y envíelo otra vez.',
  sendAgain: 'Sus respuestas todavía no se enviaron. Por favor presione «Enviar mis respuestas» otra vez.',
  alreadySent:
    'Ya se enviaron respuestas desde esta página. Si quiere enviar también estas, presione «Enviar mis respuestas» otra vez.',
  tooLarge: 'Es más de lo que podemos recibir. Por favor acorte su comentario y envíelo otra vez.',
  tooMany:
    'Llegaron muchas respuestas desde su red. Las suyas siguen aquí. Por favor espere diez minutos y envíelas otra vez.',
  unavailable:
    'Lo sentimos: ahora no pudimos guardar sus respuestas. Siguen aquí. Por favor envíelas otra vez en un minuto.',
  refused: 'Lo sentimos: no se pudieron guardar sus respuestas. Por favor revíselas y envíelas otra vez.',

  sending: 'Enviando sus respuestas…',
  offline:
    'No pudimos conectarnos con la encuesta. Sus respuestas siguen aquí. Por favor intente otra vez en un momento.',

  notKept:
    'No pudimos conectarnos con la encuesta y este aparato no puede guardar sus respuestas. Siguen aquí. Por favor deje esta página abierta e intente otra vez.',
  keptTitle: 'Sus respuestas están guardadas',
  kept: 'Ahora no pudimos conectarnos con la encuesta. Sus respuestas esperan en este aparato. Deje esta página abierta, o ábrala otra vez dentro de 7 días: se enviarán solas en cuanto tenga conexión.',

  notFoundTitle: 'Esta página no está aquí',
  notFound: 'Por favor revise el enlace. Tal vez se cortó en su correo.',
  brokenTitle: 'Lo sentimos',
  broken: 'Esta página no se puede mostrar ahora. Por favor intente otra vez en un minuto.',
  retiredTitle: 'Esta encuesta terminó',
  closePage: 'Ya puede cerrar esta página.',
  retired: 'La encuesta de {region} ya no recibe respuestas.',
};
