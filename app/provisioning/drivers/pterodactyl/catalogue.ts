import { err, ok } from '#app/shared/result'
import type { OsTemplate, PanelOffers, PanelResult } from '#app/provisioning/drivers/contract'
import type { PterodactylApi } from '#app/provisioning/drivers/pterodactyl/api'
import type {
  PterodactylEgg,
  PterodactylLocation,
  PterodactylNest,
  PterodactylVariable,
} from '#app/provisioning/drivers/pterodactyl/shapes'

const keptMs = 60_000
const kept = new Map<string, { value: unknown; readAt: number }>()

export interface OfferedEgg {
  egg: PterodactylEgg
  nest: string
}

/** What can be installed, found by the names our catalogue uses. Kept for a minute: eggs change rarely, orders come in bursts. */
export class PterodactylCatalogue {
  constructor(private api: PterodactylApi) {}

  /** Eggs are listed nest by nest; there are few of either. */
  listEggs(): PanelResult<OfferedEgg[]> {
    return this.keep('eggs', async () => {
      const nests = await this.api.list<PterodactylNest>('/application/nests')
      if (!nests.ok) return nests
      const eggs: OfferedEgg[] = []
      for (const { id, name } of nests.value) {
        const found = await this.api.list<PterodactylEgg>(`/application/nests/${id}/eggs?include=variables`)
        if (!found.ok) return found
        eggs.push(...found.value.map((egg) => ({ egg, nest: name })))
      }
      return ok(eggs)
    })
  }

  listLocations(): PanelResult<PterodactylLocation[]> {
    return this.keep('locations', () => this.api.list<PterodactylLocation>('/application/locations'))
  }

  /** By its name, or by nest and name where two nests have one of the same name: `Minecraft: Paper`. */
  async findEgg(name: string): PanelResult<PterodactylEgg> {
    const eggs = await this.listEggs()
    if (!eggs.ok) return eggs
    const matching = eggs.value.filter(
      ({ egg, nest }) => egg.name === name || `${nest}: ${egg.name}` === name
    )
    if (matching.length === 1) return ok(matching[0]!.egg)
    const problem = matching.length === 0 ? 'no egg' : 'several eggs'
    return err({ type: 'misconfigured', message: `The panel has ${problem} called "${name}".` })
  }

  /** Ids of the locations that new servers may go to; empty: anywhere. */
  async locationsFor(short: string | null): PanelResult<number[]> {
    if (!short) return ok([])
    const locations = await this.listLocations()
    if (!locations.ok) return locations
    const found = locations.value.find((location) => location.short === short)
    if (found) return ok([found.id])
    return err({ type: 'misconfigured', message: `The panel has no location called "${short}".` })
  }

  async listTemplates(): PanelResult<OsTemplate[]> {
    const eggs = await this.listEggs()
    if (!eggs.ok) return eggs
    return ok(
      eggs.value.map(({ egg, nest }) => ({ name: egg.name, group: nest, variant: '', isEndOfLife: false }))
    )
  }

  async listOffers(): PanelResult<PanelOffers> {
    const eggs = await this.listEggs()
    if (!eggs.ok) return eggs
    const locations = await this.listLocations()
    if (!locations.ok) return locations
    return ok({
      packages: [],
      inventory: [],
      locations: locations.value.map(({ short, long }) => ({ reference: short, name: long || short })),
      images: eggs.value.map(({ egg, nest }) => ({
        reference: String(egg.id),
        name: egg.name,
        group: nest,
        isEndOfLife: false,
        variables: variablesOf(egg).map((variable) => ({
          code: variable.env_variable,
          name: variable.name,
          description: variable.description ?? '',
          defaultValue: variable.default_value ?? '',
          rules: variable.rules,
          isEditable: variable.user_editable,
          isVisible: variable.user_viewable,
        })),
      })),
    })
  }

  private async keep<T>(name: string, read: () => PanelResult<T>): PanelResult<T> {
    const key = `${this.api.root} ${name}`
    const known = kept.get(key)
    if (known && performance.now() - known.readAt < keptMs) return ok(known.value as T)
    const answer = await read()
    if (kept.size > 500) kept.clear()
    if (answer.ok) kept.set(key, { value: answer.value, readAt: performance.now() })
    return answer
  }
}

export function variablesOf(egg: PterodactylEgg): PterodactylVariable[] {
  return (egg.relationships?.variables?.data ?? []).map(({ attributes }) => attributes)
}

/** The image that a label stands for; the egg's first one where none is named. */
export function imageOf(egg: PterodactylEgg, label: string): string | null {
  const images = egg.docker_images ?? {}
  if (label) return images[label] ?? null
  return Object.values(images)[0] ?? egg.docker_image ?? null
}
