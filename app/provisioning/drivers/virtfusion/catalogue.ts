import { err, ok } from '#app/shared/result'
import type { OsTemplate, PanelResult } from '#app/provisioning/drivers/contract'
import type { VirtfusionApi } from '#app/provisioning/drivers/virtfusion/api'
import type {
  VirtfusionGroup,
  VirtfusionPackage,
  VirtfusionTemplate,
  VirtfusionTemplateGroup,
} from '#app/provisioning/drivers/virtfusion/shapes'

const keptMs = 60_000
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
    const templates = groups.value.flatMap((group) => group.templates)
    const found = matchTemplate(templates, name)
    return found
      ? ok(found)
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

/** `Debian 13` finds name "Debian", version "13"; `Ubuntu 24.04` finds "Ubuntu Server 24.04 LTS": every word must occur, and only once over all. */
function matchTemplate(templates: VirtfusionTemplate[], name: string): VirtfusionTemplate | null {
  const exact = templates.find((template) => `${template.name} ${template.version}` === name)
  if (exact) return exact
  const words = name.toLowerCase().split(/\s+/).filter(Boolean)
  const matching = templates.filter((template) => {
    const known = wordsOf(template)
    return words.length > 0 && words.every((word) => known.has(word))
  })
  return matching.length === 1 ? matching[0]! : null
}

function wordsOf({ name, version, variant }: VirtfusionTemplate): Set<string> {
  return new Set(`${name} ${version} ${variant ?? ''}`.toLowerCase().split(/\s+/))
}

function toTemplate(group: string, template: VirtfusionTemplate): OsTemplate {
  return {
    name: `${template.name} ${template.version}`,
    group,
    variant: template.variant ?? '',
    isEndOfLife: template.eol,
  }
}
