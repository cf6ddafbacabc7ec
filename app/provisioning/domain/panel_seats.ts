/**
 * How much of a worker one panel may have. A panel that answers at once gives its seats back at once; one that hangs keeps each for as long
 * as a call may take, and must not have all of them: behind it stand payments and the operations of every other panel. A poller of the
 * worker's six takes nothing new before both of its jobs are done, so that six seats could fill them all.
 */
export const seatsMax = 4
/** After so many calls in a row without an answer one seat is enough to find out whether the panel is back. */
export const failuresUntilDoubt = 2
/** More than that need not be remembered: what is forgotten is found again by the sweep. */
export const lineMax = 1000

interface PanelUse {
  taken: number
  failuresInRow: number
  line: Set<string>
}

/** Who works on which panel in this process, and whose operations stand in line for it. */
export class PanelSeats {
  private panels = new Map<string, PanelUse>()

  /** @returns false when there is no seat: the operation stands in line then, and whoever ends one takes it up */
  take(panelId: string, operationId: string): boolean {
    const use = this.useOf(panelId)
    if (use.taken < seatsOf(use)) {
      use.taken += 1
      return true
    }
    if (use.line.size < lineMax) use.line.add(operationId)
    return false
  }

  /** The next in line for somebody who has a seat; null when nobody waits, or when the panel has become doubtful and others sit there. */
  next(panelId: string): string | null {
    const use = this.useOf(panelId)
    if (use.taken > seatsOf(use)) return null
    const [first] = use.line
    if (first === undefined) return null
    use.line.delete(first)
    return first
  }

  /** The last to leave forgets the line: nobody would take it up, and the sweep finds what is due. */
  leave(panelId: string): void {
    const use = this.useOf(panelId)
    use.taken -= 1
    if (use.taken === 0) use.line.clear()
  }

  /** @param isAnswered false when the panel said nothing at all, or that it cannot be reached */
  note(panelId: string, isAnswered: boolean): void {
    const use = this.useOf(panelId)
    use.failuresInRow = isAnswered ? 0 : use.failuresInRow + 1
  }

  private useOf(panelId: string): PanelUse {
    const known = this.panels.get(panelId)
    if (known) return known
    const made = { taken: 0, failuresInRow: 0, line: new Set<string>() }
    this.panels.set(panelId, made)
    return made
  }
}

function seatsOf({ failuresInRow }: PanelUse): number {
  return failuresInRow >= failuresUntilDoubt ? 1 : seatsMax
}
