import { type GameSpec, kindOf } from '#app/catalogue/index'
import { err, ok } from '#app/shared/result'
import type {
  CreatedServer,
  PanelFailure,
  PanelResult,
  ServerOrder,
} from '#app/provisioning/drivers/contract'
import type { ServiceSpec } from '#app/provisioning/domain/service_spec'
import type { PterodactylApi } from '#app/provisioning/drivers/pterodactyl/api'
import {
  imageOf,
  type PterodactylCatalogue,
  variablesOf,
} from '#app/provisioning/drivers/pterodactyl/catalogue'
import type { PterodactylConfig } from '#app/provisioning/drivers/pterodactyl/config'
import { isSuccess, isTaken, readFailure } from '#app/provisioning/drivers/pterodactyl/failures'
import type { Item, PterodactylEgg, PterodactylServer } from '#app/provisioning/drivers/pterodactyl/shapes'

/** A product of another kind was given a plan of this panel. */
export const onlyGames: PanelFailure = {
  type: 'misconfigured',
  message: 'Pterodactyl runs game servers only.',
}

/** How servers come to be. The panel takes our mark and keeps it unique: nothing is ever made twice. */
export class PterodactylCreation {
  constructor(
    private api: PterodactylApi,
    private catalogue: PterodactylCatalogue,
    private config: PterodactylConfig
  ) {}

  async createServer({ tag, userReference, hostname, spec }: ServerOrder): PanelResult<CreatedServer> {
    if (!isGame(spec)) return err(onlyGames)
    const egg = await this.catalogue.findEgg(spec.template ?? '')
    if (!egg.ok) return egg
    const locations = await this.catalogue.locationsFor(this.config.location ?? null)
    if (!locations.ok) return locations
    const container = containerOf(egg.value, spec)
    if (!container.ok) return container
    const answer = await this.api.send('POST', '/application/servers', {
      external_id: tag,
      name: hostname,
      user: Number(userReference),
      egg: egg.value.id,
      docker_image: container.value.image,
      startup: egg.value.startup,
      environment: container.value.environment,
      limits: limitsOf(spec),
      feature_limits: featureLimitsOf(spec),
      deploy: { locations: locations.value, dedicated_ip: false, port_range: [] },
      start_on_completion: true,
    })
    if (!answer.ok) return answer
    if (isTaken(answer.value, 'external_id')) {
      const made = await this.findByMark(tag)
      return made.ok && made.value === null
        ? err(readFailure(answer.value))
        : (made as Awaited<PanelResult<CreatedServer>>)
    }
    if (!isSuccess(answer.value.status)) return err(readFailure(answer.value))
    const server = (answer.value.body as Item<PterodactylServer>).attributes
    return ok({ reference: String(server.id) })
  }

  async findByMark(tag: string): PanelResult<CreatedServer | null> {
    const server = await this.api.find<PterodactylServer>(`/application/servers/external/${tag}`)
    if (!server.ok) return server
    return ok(server.value && { reference: String(server.value.id) })
  }
}

/** Image and variables of an egg for a spec: every variable has its default until somebody sets it. */
export function containerOf(egg: PterodactylEgg, spec: Pick<GameSpec, 'image' | 'variables'>, present: Record<string, unknown> = {}) {
  const image = imageOf(egg, spec.image)
  if (!image) {
    const failure: PanelFailure = { type: 'misconfigured', message: `The egg "${egg.name}" has no image called "${spec.image}".` }
    return err(failure)
  }
  const environment = Object.fromEntries(
    variablesOf(egg).map(({ env_variable: name, default_value }) => [
      name,
      spec.variables[name] ?? String(present[name] ?? default_value ?? ''),
    ])
  )
  return ok({ image, environment })
} // prettier-ignore

export function limitsOf(spec: GameSpec) {
  return {
    memory: spec.memoryMb,
    swap: spec.swapMb,
    disk: spec.storageMb,
    io: spec.ioWeight,
    cpu: spec.cpuPercent,
  }
}

/** Always whole numbers: null would mean that nothing limits them. The first port counts as well. */
export function featureLimitsOf(spec: GameSpec) {
  return { databases: spec.databases, backups: spec.backupCount, allocations: 1 + spec.extraPorts }
}

export function isGame(spec: ServiceSpec): spec is GameSpec {
  return kindOf(spec) === 'game'
}
