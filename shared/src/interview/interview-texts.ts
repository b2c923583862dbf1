/**
 * What an interviewer reads aloud besides the form's own texts, in one language. Apart from the survey's texts, so that
 * neither the element nor the survey page grows.
 */
export interface InterviewTexts {
  /** Who wrote and read the translation, in English. */
  source: string;

  /** `{department}`: its name, which is not translated. */
  opening: string;
  /** For someone who does not want to answer. */
  declined: string;
  /** Before the six statements. `{low}` and `{high}` are the ends of the scale. */
  scale: string;
  closing: string;
}
