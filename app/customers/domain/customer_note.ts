/** For how long whoever took a note away may have it back. */
export const undoHours = 24

export interface NoteState {
  author_id: string
  removed_at: Date | null
  removed_by: string | null
}

export interface NoteReader {
  userId: string
  /** Who runs the settings of the tenant may take away what others wrote, and never reword it. */
  isManager: boolean
}

/** Words stay those of who wrote them. */
export function mayReword(note: NoteState, { userId }: NoteReader): boolean {
  return note.removed_at === null && note.author_id === userId
}

export function mayRemove(note: NoteState, { userId, isManager }: NoteReader): boolean {
  return note.removed_at === null && (note.author_id === userId || isManager)
}

/** Whoever took it away may have it back, and so may its author, for a day. */
export function mayRestore(note: NoteState, { userId }: NoteReader, now: Date): boolean {
  if (note.removed_at === null) return false
  return now < undoneUntil(note.removed_at) && (note.removed_by === userId || note.author_id === userId)
}

/** The instant from which a removed note is gone for good. */
export function undoneUntil(removedAt: Date): Date {
  return new Date(removedAt.getTime() + undoHours * 3_600_000)
}

/** Colleagues who are addressed now and were not before; nobody is told of what they wrote themselves. */
export function newlyMentioned(
  before: readonly string[],
  wanted: readonly string[],
  authorId: string
): string[] {
  const known = new Set([...before, authorId])
  return [...new Set(wanted)].filter((userId) => !known.has(userId))
}
