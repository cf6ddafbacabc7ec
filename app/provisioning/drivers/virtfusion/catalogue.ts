import { err, ok } from '#app/shared/result'
import { matchTemplate } from '#app/provisioning/domain/template_match'
import type {
  OfferedImage,
  OfferedPackage,
  OsTemplate,
  PanelOffers,
  PanelResult,
} from '#app/provisioning/drivers/contract'
import type { VirtfusionApi } from '#app/provisioning/drivers/virtfusion/api'
import type {
  VirtfusionGroup,
  VirtfusionPackage,
  VirtfusionTemplate,
  VirtfusionTemplateGroup,
} from '#app/provisioning/drivers/virtfusion/shapes'

const keptMs = 60_000
/** Packages of one panel offer mostly the same templates; looking at more of them would be a call for each. */
const packagesLooked = 20
const kept = new Map<string, { value: unknown; readAt: number }>()

/** What the panel offers, found by the names our catalogue uses. Kept for a minute: packages change rarely, orders come in bursts. */
export class VirtfusionCatalogue {
  constructor(
    private api: VirtfusionApi,
    private baseUrl: string
  ) {}

  /** `GET /packages` is not paged. */
  listPackages(): PanelResult<VirtfusionPackage[]> {
    return this.keep('packages', () => this.api.data<VirtfusionPackage[]>('GET', '/packages'))
  }

  listGroups(): PanelResult<VirtfusionGroup[]> {
    return this.keep('groups', () => this.api.list<VirtfusionGroup>('/compute/hypervisors/groups'))
  }

  async findPackage(name: string): PanelResult<VirtfusionPackage> {
    const packages = await this.listPackages()
    if (!packages.ok) return packages
    const found = packages.value.find((candidate) => candidate.name === name && candidate.enabled)
    return found
      ? ok(found)
      : err({ type: 'misconfigured', message: `The panel offers no package called "${name}".` })
  }

  /** A group by name or id; the default one when none is named. */
  async findGroup(wanted: string | null): PanelResult<VirtfusionGroup> {
    const groups = await this.listGroups()
    if (!groups.ok) return groups
    const open = groups.value.filter((group) => group.enabled)
    const found = wanted
      ? open.find((group) => group.name === wanted || String(group.id) === wanted)
      : (open.find((group) => group.default) ?? open[0])
    if (found) return ok(found)
    return err({
      type: 'misconfigured',
      message: `The panel has no open group of machines called "${wanted ?? 'default'}".`,
    })
  }

  /** Templates are listed by package; those of the open ones together are what can be installed at all. */
  async listOffers(): PanelResult<PanelOffers> {
    const packages = await this.listPackages()
    if (!packages.ok) return packages
    const groups = await this.listGroups()
    if (!groups.ok) return groups
    const images = new Map<string, OfferedImage>()
    for (const { id } of packages.value.filter(({ enabled }) => enabled).slice(0, packagesLooked)) {
      const path = `/media/templates/fromServerPackageSpec/${id}`
      const found = await this.keep(`offers:${id}`, () =>
        this.api.data<VirtfusionTemplateGroup[]>('GET', path)
      )
      if (!found.ok) return found
      for (const group of found.value) {
        for (const template of group.templates) images.set(String(template.id), toImage(group.name, template))
      }
    }
    return ok({
      packages: packages.value.map(toPackage),
      locations: groups.value
        .filter(({ enabled }) => enabled)
        .map(({ id, name }) => ({ reference: String(id), name })),
      images: [...images.values()],
      inventory: [],
    })
  }

  async listTemplates(reference: string): PanelResult<OsTemplate[]> {
    const groups = await this.templatesOf(reference)
    if (!groups.ok) return groups
    return ok(
      groups.value.flatMap((group) => group.templates.map((template) => toTemplate(group.name, template)))
    )
  }

  async findTemplate(reference: string, name: string): PanelResult<VirtfusionTemplate> {
    const groups = await this.templatesOf(reference)
    if (!groups.ok) return groups
    const templates = groups.value
      .flatMap((group) => group.templates)
      .map((template) => ({
        template,
        name: `${template.name} ${template.version}`,
        words: `${template.name} ${template.version} ${template.variant ?? ''}`,
      }))
    const found = matchTemplate(templates, name)
    return found
      ? ok(found.template)
      : err({ type: 'misconfigured', message: `The panel offers no image called "${name}" for this server.` })
  }

  private templatesOf(reference: string): PanelResult<VirtfusionTemplateGroup[]> {
    return this.keep(`templates:${reference}`, () =>
      this.api.data<VirtfusionTemplateGroup[]>('GET', `/servers/${reference}/templates`)
    )
  }

  private async keep<T>(name: string, read: () => PanelResult<T>): PanelResult<T> {
    const key = `${this.baseUrl} ${name}`
    const known = kept.get(key)
    if (known && performance.now() - known.readAt < keptMs) return ok(known.value as T)
    const answer = await read()
    if (kept.size > 2000) kept.clear()
    if (answer.ok) kept.set(key, { value: answer.value, readAt: performance.now() })
    return answer
  }
}

function toTemplate(group: string, template: VirtfusionTemplate): OsTemplate {
  return {
    name: `${template.name} ${template.version}`,
    group,
    variant: template.variant ?? '',
    isEndOfLife: template.eol,
  }
}

function toPackage(offered: VirtfusionPackage): OfferedPackage {
  const { id, name, enabled, memory, primaryStorage, traffic, cpuCores } = offered
  return {
    reference: String(id),
    name,
    isOpen: enabled,
    sizes: { cpuCores, memoryMb: memory, storageGb: primaryStorage, trafficGb: traffic },
  }
}

function toImage(group: string, template: VirtfusionTemplate): OfferedImage {
  const { name, isEndOfLife } = toTemplate(group, template)
  return { reference: String(template.id), name, group, isEndOfLife, variables: [] }
}
