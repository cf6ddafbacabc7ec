/**
 * Sends a gateway's address what nobody should: forged, replayed, stale and oversized messages, so many a second, and prints what they
 * were answered. A process of its own, so that whoever measures the checkout meanwhile waits for nothing of this.
 */
import { LetterLines } from './support/letter_lines.js'
import { type Letter, type Mailbox, writeLetter } from './support/letters.js'

export const kinds = ['forged', 'replayed', 'stale', 'oversized'] as const
type Kind = (typeof kinds)[number]

export interface FloodWish extends Omit<Mailbox, 'agent'> {
  perSecond: number
  seconds: number
  /** Real messages, sent again and again. */
  replayed: Letter[]
}

export interface FloodOutcome {
  sent: number
  /** Not sent, as so many were under way already. */
  heldBack: number
  perSecond: number
  /** Milliseconds of processor time that sending took. */
  processorMs: number
  /** How often each kind was answered with each status; `0` where the line was cut. */
  answers: Record<Kind, Record<string, number>>
}

const tickMs = 10
const underWayMax = 400
const connections = 64
const oversizedBytes = 300_000

async function flood({ perSecond: wished, seconds, replayed, ...where }: FloodWish): Promise<FloodOutcome> {
  const lines = new LetterLines(where, connections)
  const letters: Record<Kind, Letter[]> = {
    forged: Array.from({ length: 20 }, () => writeLetter({ secret: 'whsec_of_somebody_else' })),
    replayed,
    stale: Array.from({ length: 20 }, () => writeLetter({ ageSeconds: 3_600 })),
    oversized: [writeLetter({ size: oversizedBytes })],
  }
  const outcome = { sent: 0, heldBack: 0, answers: { forged: {}, replayed: {}, stale: {}, oversized: {} } } as Omit<FloodOutcome, 'perSecond' | 'processorMs'> // prettier-ignore
  const state = { underWay: 0 }
  const send = async (turn: number): Promise<void> => {
    const kind = kinds[turn % kinds.length]!
    const choice = letters[kind]
    state.underWay += 1
    const status = await lines.post(choice[turn % choice.length]!)
    state.underWay -= 1
    outcome.answers[kind][status] = (outcome.answers[kind][status] ?? 0) + 1
  }
  const before = process.cpuUsage()
  const startedAt = performance.now()
  const endsAt = startedAt + seconds * 1_000
  for (let turn = 0; performance.now() < endsAt; await nextTick()) {
    const due = Math.floor(((performance.now() - startedAt) * wished) / 1_000)
    for (; turn < due; turn += 1) {
      if (state.underWay >= underWayMax) outcome.heldBack += 1
      else {
        outcome.sent += 1
        void send(turn)
      }
    }
  }
  while (state.underWay > 0) await nextTick()
  lines.close()
  const { user, system } = process.cpuUsage(before)
  const perSecond = outcome.sent / ((performance.now() - startedAt) / 1_000)
  return { ...outcome, perSecond, processorMs: (user + system) / 1_000 }
}

function nextTick(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, tickMs))
}

if (process.argv[2]) {
  const outcome = await flood(JSON.parse(process.argv[2]) as FloodWish)
  process.stdout.write(JSON.stringify(outcome))
}
