import type { ClassAttributes, HTMLAttributes } from 'react';

/** The collector has stored a response. The event contains no answers. */
export interface HeartResponseEvent extends Event {
  readonly id: string;
  /** The fiscal quarter in which the response counts, named by its first month: `2026-07`. */
  readonly quarter: string;
}

/** A response could not be sent. The respondent sees a message and still has the answers. */
export interface HeartErrorEvent extends Event {
  readonly reason: string;
}

interface HeartSurveyAttributes extends HTMLAttributes<HTMLElement>, ClassAttributes<HTMLElement> {
  region: string;
  'region-name'?: string;
  endpoint?: string;
  employee?: string;
  display?: 'inline' | 'dialog';
  /** The tags of the languages to choose from, separated by spaces. */
  languages?: string;
  channel?: 'embed' | 'page' | 'signature' | 'kiosk';
  'onheart-response'?: (event: HeartResponseEvent) => void;
  'onheart-error'?: (event: HeartErrorEvent) => void;
}

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'heart-survey': HeartSurveyAttributes;
    }
  }
}
