import { allEventKinds } from '#app/shared/events/event'

/** Every kind of fact that this version can record, by name. */
export function listEventTypes(): string[] {
  return allEventKinds()
    .map((kind) => kind.name)
    .toSorted()
}
