import type { Endpoint } from '#app/shared/http/endpoint'
import { collectionEndpoints } from '#app/billing/http/collection_api_endpoints'
import { currenciesShape } from '#app/billing/http/transformers/currency_transformers'
import { changeCurrenciesForm } from '#app/billing/http/validators/currency_validators'
import {
  groupDunningShape,
  policiesShape,
  policyPreviewShape,
} from '#app/billing/http/transformers/policy_transformers'
import {
  changedPoliciesForm,
  groupDunningForm,
  policyPreviewForm,
} from '#app/billing/http/validators/policy_validators'

const Currencies = () => import('#app/billing/http/api/currencies_controller')
const Policies = () => import('#app/billing/http/api/billing_policies_controller')
const Previews = () => import('#app/billing/http/api/policy_previews_controller')
const GroupDunnings = () => import('#app/billing/http/api/group_dunnings_controller')

const group = 'Billing policies'
const read = 'staff:billing:read'
const write = 'staff:settings:write'
const refused = {
  status: 422,
  code: 'policies_refused',
  when: 'a policy cannot be, or contradicts another; `errors` names each.',
}
const stale = {
  status: 409,
  code: 'settings_changed_meanwhile',
  when: 'somebody changed them since they were read.',
}
const noGroup = { status: 404, code: 'group_not_found', when: 'there is no such group.' }

export const policyEndpoints: Endpoint[] = [
  ...collectionEndpoints,
  {
    method: 'GET', path: '/currencies', name: 'currencies.show', group, audience: 'staff', ability: read,
    summary: 'Show in which currencies you sell, who is billed in them, and in which your books are kept',
    controller: [Currencies, 'show'], answers: { status: 200, shape: currenciesShape },
  },
  {
    method: 'PUT', path: '/currencies', name: 'currencies.update', group, audience: 'staff', ability: write,
    summary: 'Say in which currencies you sell and keep your books; one that customers are billed in stays',
    controller: [Currencies, 'update'], body: changeCurrenciesForm, answers: { status: 204, shape: null },
    problems: [{ status: 422, code: 'currencies_refused', when: 'a currency cannot be, or is in use; `errors` names each.' }, stale],
  },
  {
    method: 'GET', path: '/billing_policies', name: 'billing_policies.show', group, audience: 'staff', ability: read,
    summary: 'Show how you bill: each policy, its default, and what happens to an unpaid invoice day by day',
    controller: [Policies, 'show'], answers: { status: 200, shape: policiesShape },
  },
  {
    method: 'PATCH', path: '/billing_policies', name: 'billing_policies.update', group, audience: 'staff', ability: write,
    summary: 'Change how you bill from now on; null is the default, what is not given stays',
    controller: [Policies, 'update'], body: changedPoliciesForm, answers: { status: 200, shape: policiesShape },
    problems: [refused, stale],
  },
  {
    method: 'POST', path: '/billing_policies/preview', name: 'billing_policies.preview.store', group, audience: 'staff', ability: read,
    summary: 'Show what policies would mean for an unpaid invoice; nothing is written',
    controller: [Previews, 'store'], body: policyPreviewForm, answers: { status: 200, shape: policyPreviewShape }, problems: [refused],
  },
  {
    method: 'GET', path: '/customer_groups/:id/dunning', name: 'customer_groups.dunning.show', group, audience: 'staff', ability: read,
    summary: 'Show how a customer group is dunned, by a policy of its own or like all others',
    controller: [GroupDunnings, 'show'], answers: { status: 200, shape: groupDunningShape }, problems: [noGroup],
  },
  {
    method: 'PUT', path: '/customer_groups/:id/dunning', name: 'customer_groups.dunning.update', group, audience: 'staff', ability: write,
    summary: 'Give a customer group a dunning policy of its own; null treats it like all others again',
    controller: [GroupDunnings, 'update'], body: groupDunningForm, answers: { status: 200, shape: groupDunningShape },
    problems: [noGroup, refused, stale],
  },
] // prettier-ignore
