import { isVps } from '#app/catalogue/index'
import { err, ok } from '#app/shared/result'
import type {
  LostServer,
  PanelFailure,
  PanelResult,
  ServerBuild,
  ServerCredentials,
  ServerOrder,
  ServerReference,
} from '#app/provisioning/drivers/contract'
import type { VirtfusionApi } from '#app/provisioning/drivers/virtfusion/api'
import type { VirtfusionCatalogue } from '#app/provisioning/drivers/virtfusion/catalogue'
import type { VirtfusionConfig } from '#app/provisioning/drivers/virtfusion/config'
import { isCandidate, recogniseServer } from '#app/provisioning/drivers/virtfusion/recognition'
import type { VirtfusionServer, VirtfusionServerRow } from '#app/provisioning/drivers/virtfusion/shapes'

/** A product of another kind was given a plan of this panel. */
export const onlyVps: PanelFailure = {
  type: 'misconfigured',
  message: 'VirtFusion runs virtual servers only.',
}

/** How servers come to be: reserved, found again, installed. */
export class VirtfusionCreation {
  constructor(
    private api: VirtfusionApi,
    private catalogue: VirtfusionCatalogue,
    private config: VirtfusionConfig
  ) {}

  /** `hypervisorId` is the id of a group of machines, whatever its name says. */
  async createServer({ userReference, spec }: ServerOrder): PanelResult<ServerReference> {
    if (!isVps(spec)) return err(onlyVps)
    const offered = await this.catalogue.findPackage(spec.package)
    if (!offered.ok) return offered
    const group = await this.catalogue.findGroup(this.config.group ?? null)
    if (!group.ok) return group
    const created = await this.api.data<VirtfusionServer>('POST', '/servers', {
      packageId: offered.value.id,
      userId: Number(userReference),
      hypervisorId: group.value.id,
      ipv4: spec.ipv4Count,
      memory: spec.memoryMb,
      storage: spec.storageGb,
      traffic: spec.trafficGb,
      cpuCores: spec.cpuCores,
    })
    return created.ok ? ok({ reference: String(created.value.id) }) : created
  }

  async findCreatedServer(lost: LostServer): PanelResult<ServerReference | null> {
    const rows = await this.api.data<VirtfusionServerRow[]>('GET', `/servers/user/${lost.userReference}`)
    if (!rows.ok) return rows
    const candidates: VirtfusionServer[] = []
    for (const row of rows.value.filter((candidate) => isCandidate(candidate, lost))) {
      const server = await this.api.data<VirtfusionServer>('GET', `/servers/${row.id}`)
      if (server.ok) candidates.push(server.value)
      else if (server.error.type !== 'gone') return server
    }
    const found = recogniseServer(candidates, lost)
    return ok(found ? { reference: String(found.id) } : null)
  }

  /** First install and reinstall are one call. `settings.decryptedPassword` is in this answer and in no other. */
  async buildServer(reference: string, build: ServerBuild): PanelResult<ServerCredentials> {
    const template = await this.catalogue.findTemplate(reference, build.template)
    if (!template.ok) return template
    const { sshKeys = [] } = build
    const built = await this.api.data<VirtfusionServer>('POST', `/servers/${reference}/build`, {
      operatingSystemId: template.value.id,
      name: build.tag,
      hostname: qualified(build.hostname),
      email: false,
      ipv6: true,
      ...(sshKeys.length > 0 ? { sshKeys: sshKeys.map(Number) } : {}),
    })
    if (!built.ok) return built
    const password = built.value.settings?.decryptedPassword ?? ''
    return ok({ user: template.value.type === 'windows' ? 'Administrator' : 'root', password })
  }
}

/** The panel takes only names with a dot in them. */
function qualified(hostname: string): string {
  return hostname.includes('.') ? hostname : `${hostname}.local`
}
