// Table of data: one row per route.
import type { Endpoint } from '#app/shared/http/endpoint'
import {
  domainShape, hardwareShape, trafficGraphShape, usageShape,
} from '#app/provisioning/http/transformers/belongings_transformer' // prettier-ignore
import {
  addDomainBody,
  addTrafficBody,
  switchPortBody,
  trafficQuery,
} from '#app/provisioning/http/validators/belongings_validators'

const Belongings = () => import('#app/provisioning/http/api/service_belongings_controller')

const read = { customer: 'services:read', staff: 'staff:services:read' } as const
const write = { customer: 'services:write', staff: 'staff:services:write' } as const
const problems = [
  { status: 404, code: 'service_not_found', when: 'there is no such service that you may see.' },
  { status: 409, code: 'service_not_usable', when: 'the service is not active.' },
  { status: 409, code: 'not_supported', when: 'its kind of panel cannot do that.' },
  { status: 409, code: 'refused_by_panel', when: 'its panel refuses it, and says why.' },
  { status: 503, code: 'panel_unavailable', when: 'the panel does not answer as it should.' },
]
const notThere = {
  status: 404,
  code: 'not_there',
  when: 'the service has no such thing, or it cannot be taken away.',
}

export const belongingsEndpoints: Endpoint[] = [
  {
    method: 'GET', path: '/services/:id/domains', name: 'services.domains.index', group: 'Services', audience: 'both', ability: read,
    summary: 'List the names that the websites of a service are reached by',
    controller: [Belongings, 'domains'], answers: { status: 200, shape: domainShape, isList: true }, problems,
  },
  {
    method: 'POST', path: '/services/:id/domains', name: 'services.domains.store', group: 'Services', audience: 'both', ability: write,
    summary: 'Add a name that leads to the first website; adding one that is there changes nothing',
    controller: [Belongings, 'addDomain'], body: addDomainBody, answers: { status: 200, shape: domainShape, isList: true },
    problems: [...problems, { status: 422, code: 'domain_invalid', when: 'it is not a domain name.' }],
  },
  {
    method: 'DELETE', path: '/services/:id/domains/:domain', name: 'services.domains.destroy', group: 'Services', audience: 'both', ability: write,
    summary: 'Take a name away from a website; its first one stays',
    controller: [Belongings, 'removeDomain'], answers: { status: 204, shape: null }, problems: [...problems, notThere],
  },
  {
    method: 'GET', path: '/services/:id/usage', name: 'services.usage.index', group: 'Services', audience: 'both', ability: read,
    summary: 'Show what is used of a service now, beside its limits',
    controller: [Belongings, 'usage'], answers: { status: 200, shape: usageShape, isList: true }, problems,
  },
  {
    method: 'GET', path: '/services/:id/hardware', name: 'services.hardware.show', group: 'Services', audience: 'both', ability: read,
    summary: 'Show the parts and ports of a dedicated server',
    controller: [Belongings, 'hardware'], answers: { status: 200, shape: hardwareShape }, problems,
  },
  {
    method: 'GET', path: '/services/:id/traffic-graph', name: 'services.traffic_graph.show', group: 'Services', audience: 'both', ability: read,
    summary: 'Show what went over the port of a server: bits per second, in even steps',
    controller: [Belongings, 'traffic'], query: trafficQuery, answers: { status: 200, shape: trafficGraphShape }, problems,
  },
  {
    method: 'POST', path: '/services/:id/traffic-blocks', name: 'services.traffic_blocks.store', group: 'Services', audience: 'staff', ability: 'staff:services:write',
    summary: 'Give a service more traffic for the running month, in gigabytes; what is used then, beside its limits',
    controller: [Belongings, 'addTraffic'], body: addTrafficBody, answers: { status: 200, shape: usageShape, isList: true }, problems,
  },
  {
    method: 'PUT', path: '/services/:id/ports/:port', name: 'services.ports.update', group: 'Services', audience: 'staff', ability: 'staff:services:write',
    summary: 'Open or shut a switch port of a dedicated server',
    controller: [Belongings, 'switchPort'], body: switchPortBody, answers: { status: 204, shape: null }, problems: [...problems, notThere],
  },
] // prettier-ignore
