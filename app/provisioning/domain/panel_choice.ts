import { fitsTogether, type Need, type PanelCapacity } from '#app/provisioning/domain/capacity'

export interface CandidatePanel {
  id: string
  code: string
  driver: string
  status: string
}

/** What a panel offers and has promised: null capacity when it could not be asked. */
export interface PanelRoom {
  panel: CandidatePanel
  capacity: PanelCapacity | null
  promised: Need[]
}

export interface WantedPlace {
  orderLineId: string
  driver: string
  /** Code of the panel that the chosen location stands for; null leaves it to us. */
  location: string | null
  need: Need
}

export type PlacementProblem = 'no_capacity' | 'location_unknown' | 'panel_unreachable'
export type Placement =
  | { type: 'placed'; panels: Map<string, string> }
  | { type: 'refused'; reason: PlacementProblem }
  /** A panel that could serve cannot be asked: nothing may be said about capacity yet. */
  | { type: 'unknown' }

/** The panels that new servers of a line may go to: of its kind, at its location, open for new ones. */
export function candidatesFor(
  wanted: Pick<WantedPlace, 'driver' | 'location'>,
  panels: CandidatePanel[]
): CandidatePanel[] {
  return panels.filter(
    (panel) =>
      panel.status === 'active' &&
      panel.driver === wanted.driver &&
      (wanted.location === null || panel.code === wanted.location)
  )
}

/** Finds a panel for every line, or none for all of them: an order is delivered whole or refused whole. */
export function placeLines(lines: WantedPlace[], rooms: PanelRoom[]): Placement {
  const taken = new Map<string, Need[]>()
  const panels = new Map<string, string>()
  for (const line of lines) {
    const candidates = candidatesFor(
      line,
      rooms.map((room) => room.panel)
    )
    if (candidates.length === 0) return { type: 'refused', reason: 'location_unknown' }
    const open = rooms.filter((room) => candidates.includes(room.panel))
    const fitting = open.find((room) => hasRoomFor(room, [...(taken.get(room.panel.id) ?? []), line.need]))
    if (!fitting) {
      return open.some((room) => room.capacity === null)
        ? { type: 'unknown' }
        : { type: 'refused', reason: 'no_capacity' }
    }
    taken.set(fitting.panel.id, [...(taken.get(fitting.panel.id) ?? []), line.need])
    panels.set(line.orderLineId, fitting.panel.id)
  }
  return { type: 'placed', panels }
}

function hasRoomFor(room: PanelRoom, wanted: Need[]): boolean {
  return room.capacity !== null && fitsTogether(room.capacity, room.promised, wanted)
}
