import type { EventKind } from '#app/shared/events/event'
import { reactionsTo } from '#app/shared/events/reaction'

/** The story of a fact as a page: what it means, and what follows it in order. The same text is printed and kept in `docs/flows`. */
export function describeFlow(kind: EventKind): string {
  const reactions = reactionsTo(kind.name)
  const steps = reactions.map((reaction, index) => `${index + 1}. \`${reaction.name}\`: ${reaction.does}`)
  return [
    `# ${kind.name}`,
    '',
    kind.meaning,
    '',
    '## What follows',
    '',
    ...(steps.length > 0
      ? steps
      : ['Nothing by itself: it is kept for timelines, the audit log and live pages.']),
    '',
    ...(steps.length > 0
      ? [
          'Each runs in its own transaction, after the fact is committed, and is repeated with growing pauses (12 tries) until it',
          'succeeds. One that gave up stands under *Jobs* in the admin, with its error and a button to try again.',
          '',
        ]
      : []),
  ].join('\n')
}
