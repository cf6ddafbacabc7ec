import type { EventKind, Fact } from '#app/shared/events/event'

/**
 * What follows a fact. It runs in one transaction together with the note that it ran, so repeating it changes nothing;
 * anything slow or remote is queued as a job from inside. Deliveries of one reaction about one subject keep their order.
 */
export interface Reaction {
  /** Unique, and named for what it does: `suspend_services_of_overdue_subscription`. */
  name: string
  /** One sentence that an operator understands: what it does and what they see when it fails. */
  does: string
  run(fact: Fact): Promise<void>
}

export interface ReactionTable {
  kind: EventKind
  reactions: Reaction[]
}

const table = new Map<string, Reaction[]>()

/** One row of `start/reactions.ts`. */
export function on<Data extends object>(
  kind: EventKind<Data>,
  reactions: { name: string; does: string; run(fact: Fact<NoInfer<Data>>): Promise<void> }[]
): void {
  if (table.has(kind.name)) throw new Error(`The reactions to ${kind.name} are already listed`)
  table.set(kind.name, reactions as unknown as Reaction[])
}

export function reactionsTo(eventName: string): Reaction[] {
  return table.get(eventName) ?? []
}

export function allReactions(): Map<string, Reaction[]> {
  return table
}
