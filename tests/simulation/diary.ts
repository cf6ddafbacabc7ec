import { noAnswer } from '#tests/simulation/caller'

/** What was done, by the name of the deed and its outcome. */
export class Diary {
  readonly deeds = new Map<string, number>()

  note(deed: string, status: number): void {
    const outcome =
      status === noAnswer ? 'unanswered' : status < 300 ? 'done' : status < 500 ? 'refused' : 'failed'
    const key = `${deed} ${outcome}`
    this.deeds.set(key, (this.deeds.get(key) ?? 0) + 1)
  }
}
