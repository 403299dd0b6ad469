/**
 * JSX declarations of the elements, for React 19 in TypeScript. There is nothing to run:
 * `import type {} from '@coordo/elements/react'` once in a project makes the tags known.
 */

import type { DetailedHTMLProps, HTMLAttributes } from 'react';
import type { CoordoBoardElement } from './board.js';
import type { CoordoDirectoryElement } from './directory.js';
import type {
  CoordoBoardEventMap, CoordoBoardProperties, CoordoDirectoryEventMap, CoordoDirectoryProperties,
  CoordoTimelineEventMap, CoordoTimelineProperties, coordoBoardContract, coordoDirectoryContract, coordoTimelineContract,
} from './generated/contract.js';
import type { CoordoTimelineElement } from './timeline.js';

/** What a tag takes: what every HTML element does, its properties, its attributes as they are written, and `on` before the name of each event. */
type Tag<Element extends HTMLElement, Properties, Attributes extends Record<string, keyof Properties>, Events> =
  & DetailedHTMLProps<HTMLAttributes<Element>, Element>
  & Partial<Properties>
  & { readonly [Name in keyof Attributes]?: Properties[Attributes[Name]] | `${Properties[Attributes[Name]] & (string | number)}` }
  & { readonly [Name in keyof Events & string as `on${Name}`]?: (event: Events[Name]) => void };

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'coordo-timeline': Tag<
        CoordoTimelineElement, CoordoTimelineProperties, (typeof coordoTimelineContract)['attributes'], CoordoTimelineEventMap
      >;
      'coordo-board': Tag<CoordoBoardElement, CoordoBoardProperties, (typeof coordoBoardContract)['attributes'], CoordoBoardEventMap>;
      'coordo-directory': Tag<
        CoordoDirectoryElement, CoordoDirectoryProperties, (typeof coordoDirectoryContract)['attributes'], CoordoDirectoryEventMap
      >;
    }
  }
}
