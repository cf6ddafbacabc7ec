export interface Person {
  id: string
  name: string
}

/** A note or a call, as the API shows it. */
export interface Note {
  id: string
  kind: 'note' | 'call'
  body: string
  is_pinned: boolean
  author: Person
  mentions: Person[]
  call: { direction: 'incoming' | 'outgoing'; called_at: string; minutes: number | null } | null
  created_at: string
  edited_at: string | null
}

/** One entry of a customer's timeline, as the API shows it. */
export interface TimelineEntry {
  id: string
  kind: 'mail' | 'note' | 'call' | 'change' | 'payment' | 'operation'
  name: string
  title: string | null
  text: string | null
  status: string | null
  problem: string | null
  amount: { amount: string; currency: string } | null
  recipient: string | null
  actor: { kind: string; id: string | null; name: string | null; impersonator_name: string | null } | null
  path: string | null
  changes: { field: string; from: string | null; to: string | null }[]
  note: {
    is_pinned: boolean
    edited_at: string | null
    called_at: string | null
    minutes: number | null
    mentions: Person[]
  } | null
  at: string
}

/** What can be done to a note, whichever list shows it. */
export interface NoteHandle {
  id: string
  body: string
  is_pinned: boolean
  author: { id: string | null; name: string | null }
  mentions: Person[]
}
