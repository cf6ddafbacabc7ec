import { findCustomerGroup } from '#app/customers/index'
import { currentTenant } from '#app/shared/database/context'
import { inReadTransaction } from '#app/shared/database/unit'
import {
  type DunningRules,
  type DunningTerms,
  dunningFor,
  pickDunning,
  readDunning,
} from '#app/billing/domain/dunning'
import { feeFrom } from '#app/billing/domain/late_fee'
import { readPolicies } from '#app/billing/domain/policies'
import {
  findDunningOfCustomer,
  findGroupDunning,
  type GroupDunning,
  listGroupDunning,
} from '#app/billing/records/group_dunning'

/** How everybody is dunned: the tenant's terms and those of groups. One statement, however many customers there are. */
export function loadDunning(): Promise<DunningRules> {
  return inReadTransaction(async () => {
    const standard = standardDunning()
    const byGroup = (await listGroupDunning()).map((own) => [own.groupId, termsOf(own, standard)] as const)
    return { standard, byGroup: new Map(byGroup) }
  })
}

/** The terms for one customer. */
export function findDunningOf(customerId: string): Promise<DunningTerms> {
  return inReadTransaction(async () => {
    const standard = standardDunning()
    const found = await findDunningOfCustomer(customerId)
    const byGroup = found.own ? new Map([[found.own.groupId, termsOf(found.own, standard)]]) : new Map()
    return dunningFor({ standard, byGroup }, found)
  })
}

/** How a group is dunned; null when there is no such group. */
export async function findDunningOfGroup(groupId: string): Promise<GroupDunning | null> {
  const none = { groupId, policy: null, stricterOn: null, standardSince: null, version: 0 }
  if (!(await findCustomerGroup(groupId))) return null
  return inReadTransaction(async () => (await findGroupDunning(groupId)) ?? none)
}

/** What all have who are in no group with terms of its own. */
export function standardDunning(): DunningTerms {
  const { policies } = currentTenant()
  const read = readPolicies(policies)
  const stricterOn = typeof policies.dunningStricterOn === 'string' ? policies.dunningStricterOn : null
  return { ...pickDunning(read), collectionHour: read.collectionHour, stricterOn }
}

function termsOf({ policy, stricterOn, standardSince }: GroupDunning, standard: DunningTerms): DunningTerms {
  if (policy) return { ...readDunning(policy), collectionHour: standard.collectionHour, stricterOn }
  const isLater = stricterOn !== null && (standard.stricterOn === null || stricterOn > standard.stricterOn)
  const lateFee = feeFrom(standard.lateFee, standardSince)
  return { ...standard, lateFee, ...(isLater ? { stricterOn } : {}) }
}
