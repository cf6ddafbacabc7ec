import type { Endpoint } from '#app/shared/http/endpoint'
import {
  allowedApplicationShape, newOauthClientShape, oauthClientShape,
} from '#app/identity/http/transformers/oauth_transformers' // prettier-ignore
import { changedOauthClient, newOauthClient } from '#app/identity/http/validators/oauth_validators'

const AllowedApplications = () => import('#app/identity/http/api/allowed_applications_controller')
const OauthClients = () => import('#app/identity/http/api/oauth_clients_controller')

const group = 'Applications'
const ability = 'staff:settings:write' as const
const notFound = { status: 404, code: 'application_not_found', when: 'there is no such application.' }

/** Applications that people sign in to with their account here. */
export const oauthEndpoints: Endpoint[] = [
  {
    method: 'GET', path: '/oauth-clients', name: 'oauth_clients.index', group, audience: 'staff', ability,
    summary: 'List applications that people may sign in to with their account here',
    controller: [OauthClients, 'index'], answers: { status: 200, shape: oauthClientShape, isList: true },
  },
  {
    method: 'POST', path: '/oauth-clients', name: 'oauth_clients.store', group, audience: 'staff', ability,
    summary: 'Register an application; its secret is shown this once',
    controller: [OauthClients, 'store'], body: newOauthClient, answers: { status: 201, shape: newOauthClientShape },
  },
  {
    method: 'PUT', path: '/oauth-clients/:id', name: 'oauth_clients.update', group, audience: 'staff', ability,
    summary: 'Change name, addresses and what an application may know',
    controller: [OauthClients, 'update'], body: changedOauthClient, answers: { status: 200, shape: oauthClientShape }, problems: [notFound],
  },
  {
    method: 'POST', path: '/oauth-clients/:id/secrets', name: 'oauth_clients.renew', group, audience: 'staff', ability,
    summary: 'Give an application another secret, shown this once; the one before stops working',
    controller: [OauthClients, 'renew'], answers: { status: 201, shape: newOauthClientShape },
    problems: [notFound, { status: 409, code: 'application_has_no_secret', when: 'it cannot keep a secret.' }],
  },
  {
    method: 'DELETE', path: '/oauth-clients/:id', name: 'oauth_clients.destroy', group, audience: 'staff', ability,
    summary: 'Remove an application; its tokens stop working',
    controller: [OauthClients, 'destroy'], answers: { status: 204, shape: null }, problems: [notFound],
  },
  {
    method: 'GET', path: '/applications', name: 'allowed_applications.index', group: 'You', audience: 'customer', ability: 'account:read',
    summary: 'List applications that you let know who you are',
    controller: [AllowedApplications, 'index'], answers: { status: 200, shape: allowedApplicationShape, isList: true },
  },
  {
    method: 'DELETE', path: '/applications/:id', name: 'allowed_applications.destroy', group: 'You', audience: 'customer',
    ability: 'account:write', summary: "Take an application's leave back; its tokens for you stop working",
    controller: [AllowedApplications, 'destroy'], answers: { status: 204, shape: null }, problems: [notFound],
  },
] // prettier-ignore
