import { err, ok } from '#app/shared/result'
import type { HostedDomain, PanelFailure, PanelGroups } from '#app/provisioning/drivers/contract'
import type { EnhanceApi } from '#app/provisioning/drivers/enhance/api'
import { bareDomain, type EnhanceHosting } from '#app/provisioning/drivers/enhance/hosting'
import { mainSite } from '#app/provisioning/drivers/enhance/observation'
import { readReference } from '#app/provisioning/drivers/enhance/reference'
import type { EnhanceDomain, EnhanceWebsite } from '#app/provisioning/drivers/enhance/shapes'

/** The names of the websites of a subscription; each is named by its website and itself: `<website>/<domain>`. */
export function domainsOf(api: EnhanceApi, hosting: EnhanceHosting): PanelGroups['domains'] {
  return {
    async listDomains(reference) {
      const sites = await hosting.websitesOf(reference)
      return sites.ok ? ok(sites.value.flatMap(readDomains)) : sites
    },
    /** An alias of the first website. Repeatable: one that is there already is a success. */
    async addDomain(reference, name) {
      const { org } = readReference(reference)
      const domain = bareDomain(name)
      const sites = await hosting.websitesOf(reference)
      if (!sites.ok) return sites
      const known = sites.value.flatMap(readDomains).some((candidate) => candidate.name === domain)
      if (known) return ok()
      const site = mainSite(sites.value)
      if (!site) return err(noWebsite)
      const body = { domain, kind: 'alias' }
      const added = await api.create(`/orgs/${org}/websites/${site.id}/domains`, body)
      return added.ok ? ok() : added
    },
    async removeDomain(reference, domain) {
      const { org } = readReference(reference)
      const [site = '', id = ''] = domain.split('/')
      const removed = await api.call('DELETE', `/orgs/${org}/websites/${site}/domains/${id}`)
      return removed.ok || removed.error.type === 'gone' ? ok() : removed
    },
  }
}

const noWebsite: PanelFailure = { type: 'refused', reason: 'invalid', message: 'There is no website yet.' }

function readDomains(site: EnhanceWebsite): HostedDomain[] {
  const toDomain = ({ id, domain, kind }: EnhanceDomain): HostedDomain => ({
    reference: `${site.id}/${id}`,
    name: domain,
    isPrimary: kind === 'primary',
    website: site.domain?.domain ?? domain,
  })
  return [...(site.domain ? [site.domain] : []), ...(site.aliases ?? [])].map(toDomain)
}
