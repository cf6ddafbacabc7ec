/** A kind of fact: its name in the past tense and one sentence that says what it means. */
export interface EventKind<Data extends object = object> {
  readonly name: string
  readonly meaning: string
  readonly data?: Data
  /** What staff consider or are warned of among themselves: a customer whom it is about hears of it nowhere. */
  readonly isAmongStaff: boolean
}

const kinds = new Map<string, EventKind>()

export function event<Data extends object>(name: string, meaning: string): EventKind<Data> {
  return keep({ name, meaning, isAmongStaff: false })
}

export function eventAmongStaff<Data extends object>(name: string, meaning: string): EventKind<Data> {
  return keep({ name, meaning, isAmongStaff: true })
}

function keep<Kind extends EventKind>(kind: Kind): Kind {
  kinds.set(kind.name, kind)
  return kind
}

/** Every kind of fact that a loaded domain announces. */
export function allEventKinds(): EventKind[] {
  return [...kinds.values()].toSorted((a, b) => a.name.localeCompare(b.name))
}

/** A fact about to be recorded, in the transaction that makes it true. */
export interface NewFact<Data extends object = object> {
  kind: EventKind<Data>
  subject: { kind: string; id: string }
  customerId?: string | null
  data: Data
}

/** A fact as a reaction receives it. Instants within `data` are ISO strings, amounts are strings of minor units. */
export interface Fact<Data extends object = object> {
  id: string
  name: string
  subject: { kind: string; id: string }
  customerId: string | null
  data: Data
  occurredAt: Date
}

export function fact<Data extends object>(
  kind: EventKind<Data>,
  subject: { kind: string; id: string },
  rest: { customerId?: string | null; data: Data }
): NewFact<Data> {
  return { kind, subject, ...rest }
}
