import { err, ok } from '#app/shared/result'
import type { PanelGroups, PanelResult } from '#app/provisioning/drivers/contract'
import type { EnhanceApi } from '#app/provisioning/drivers/enhance/api'
import type { EnhanceCatalogue } from '#app/provisioning/drivers/enhance/catalogue'
import type { EnhanceCustomers } from '#app/provisioning/drivers/enhance/customers'
import { pathOf, readReference } from '#app/provisioning/drivers/enhance/reference'
import type { EnhancePlan, EnhanceSubscription } from '#app/provisioning/drivers/enhance/shapes'

interface Parts {
  api: EnhanceApi
  catalogue: EnhanceCatalogue
  customers: EnhanceCustomers
}

/** Another plan, and a new password for the people of an organisation. */
export function changesOf({
  api,
  catalogue,
  customers,
}: Parts): Pick<PanelGroups, 'resize' | 'passwordReset' | 'signIn'> {
  return {
    resize: {
      async resizeServer(reference, spec) {
        const plan = await catalogue.findPlan(spec.package)
        if (!plan.ok) return plan
        const present = await api.call<EnhanceSubscription>('GET', pathOf(reference))
        if (!present.ok) return present
        if (present.value.planId === plan.value.id) return ok({ unchanged: [] })
        const excess = overQuota(present.value, plan.value)
        if (excess) return err({ type: 'refused', reason: 'invalid', message: excess })
        const changed = await api.call('PATCH', pathOf(reference), { planId: plan.value.id })
        return changed.ok ? ok({ unchanged: [] }) : changed
      },
    },
    passwordReset: {
      async resetPassword(reference, { password }) {
        const owner = await customers.ownerOf(readReference(reference).org)
        if (!owner.ok) return owner
        const set = await api.call('PUT', `/v2/logins/${owner.value.loginId}/password`, {
          newPassword: password,
        })
        return set.ok ? ok({ user: owner.value.email, password, work: null }) : set
      },
      readWork: async () => ok('done'),
    },
    signIn: {
      /** A customer that was brought over from elsewhere may lack an owner: then the one who asks becomes it. */
      async makeSignInLink(reference, customer): PanelResult<{ url: string }> {
        const { org } = readReference(reference)
        let owner = await customers.ownerOf(org)
        if (!owner.ok && owner.error.type === 'refused') {
          const made = await customers.makeOwner({ id: org }, customer)
          if (!made.ok) return made
          owner = await customers.ownerOf(org)
        }
        if (!owner.ok) return owner
        const link = await api.call<unknown>('GET', `/orgs/${org}/members/${owner.value.id}/sso`)
        if (!link.ok) return link
        if (typeof link.value === 'string' && /^https?:\/\//.test(link.value)) return ok({ url: link.value })
        return err({ type: 'retry_later', message: 'The panel answered without a link.' })
      },
    },
  }
}

const quotaNames: Record<string, string> = {
  websites: 'websites',
  diskspace: 'storage',
  mailboxes: 'mailboxes',
  mysqlDbs: 'databases',
  domainAliases: 'further domains',
}

/** The panel takes a smaller plan whatever is in use, so what would no longer fit is compared here. */
function overQuota({ resources }: EnhanceSubscription, plan: EnhancePlan): string | null {
  for (const { name, usage } of resources) {
    const total = plan.resources.find((resource) => resource.name === name)?.total
    if (total !== undefined && name in quotaNames && usage > total) {
      return `More ${quotaNames[name]} are in use than ${plan.name} has.`
    }
  }
  return null
}
