import type { Endpoint } from '#app/shared/http/endpoint'
import {
  impersonationShape, newImpersonationShape, supportVisitShape,
} from '#app/identity/http/transformers/impersonation_transformers' // prettier-ignore
import { listPage } from '#app/identity/http/validators/identity_validators'
import { newImpersonation, resetSignIn } from '#app/identity/http/validators/impersonation_validators'

const ImpersonationsController = () => import('#app/identity/http/api/impersonations_controller')
const SignInResetsController = () => import('#app/identity/http/api/sign_in_resets_controller')
const SupportVisitsController = () => import('#app/identity/http/api/support_visits_controller')

/** Staff who act in a customer's name. */
export const impersonationEndpoints: Endpoint[] = [
  {
    method: 'GET', path: '/impersonations', name: 'impersonations.index', group: 'Staff', audience: 'staff',
    ability: 'staff:audit:read', summary: "List when staff acted in a customer's name, and why",
    controller: [ImpersonationsController, 'index'], query: listPage, answers: { status: 200, shape: impersonationShape, isList: true },
  },
  {
    method: 'POST', path: '/impersonations', name: 'impersonations.store', group: 'Staff', audience: 'staff',
    ability: 'staff:customers:impersonate',
    summary: "Make a link by which you act in the name of somebody of a customer's team; it works once, within a minute, and the customer is told",
    controller: [ImpersonationsController, 'store'], body: newImpersonation, answers: { status: 201, shape: newImpersonationShape },
  },
  {
    method: 'DELETE', path: '/impersonations/:id', name: 'impersonations.destroy', group: 'Staff', audience: 'staff',
    ability: 'staff:customers:impersonate', summary: "Stop acting in a customer's name, whoever does",
    controller: [ImpersonationsController, 'destroy'], answers: { status: 204, shape: null },
  },
  {
    method: 'POST', path: '/users/:id/sign-in-resets', name: 'users.sign_in_resets.store', group: 'Staff', audience: 'staff',
    ability: 'staff:customers:impersonate',
    summary: 'Let somebody begin anew who lost every second factor: factors, sessions and the password go, and a link to set one is mailed to them',
    controller: [SignInResetsController, 'store'], body: resetSignIn, answers: { status: 204, shape: null },
    problems: [
      { status: 403, code: 'not_yours_to_give', when: 'they may do what you may not.' },
      { status: 404, code: 'person_not_found', when: 'there is no such person.' },
      { status: 409, code: 'own_account', when: 'it is your own account.' },
    ],
  },
  {
    method: 'GET', path: '/support-visits', name: 'support_visits.index', group: 'You', audience: 'customer', ability: 'account:read',
    summary: 'List when our staff acted in the name of somebody of your team, and why',
    controller: [SupportVisitsController, 'index'], query: listPage, answers: { status: 200, shape: supportVisitShape, isList: true },
  },
] // prettier-ignore
