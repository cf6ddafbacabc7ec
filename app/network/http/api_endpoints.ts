// Table of data: one row per route.
import type { Endpoint } from '#app/shared/http/endpoint'
import { datacenterShape, holdingShape, poolShape } from '#app/network/http/transformers/network_transformers'
import {
  addDatacenterBody,
  changeDatacenterBody,
  changePoolBody,
  listHoldingsQuery,
  openPoolBody,
  poolAddressesQuery,
  reserveAddressBody,
} from '#app/network/http/validators/network_validators'

const Datacenters = () => import('#app/network/http/api/datacenters_controller')
const Pools = () => import('#app/network/http/api/address_pools_controller')
const Holdings = () => import('#app/network/http/api/address_holdings_controller')

const [reading, writing] = ['staff:operations:read', 'staff:operations:write'] as const
const noPlace = { status: 404, code: 'datacenter_not_found', when: 'there is no such datacenter.' }
const noPool = { status: 404, code: 'pool_not_found', when: 'there is no such pool.' }
const badGateway = { status: 422, code: 'gateway_outside', when: 'the gateway is no address of the network.' }

/** Datacenters, pools of addresses, and who holds and held which of them. */
export const endpoints: Endpoint[] = [
  {
    method: 'GET', path: '/datacenters', name: 'datacenters.index', group: 'Network', audience: 'staff', ability: reading,
    summary: 'List the places where servers stand', controller: [Datacenters, 'index'], answers: { status: 200, shape: datacenterShape, isList: true },
  },
  {
    method: 'POST', path: '/datacenters', name: 'datacenters.store', group: 'Network', audience: 'staff', ability: writing,
    summary: 'Add a place where servers stand', controller: [Datacenters, 'store'], body: addDatacenterBody,
    answers: { status: 201, shape: datacenterShape }, problems: [{ status: 422, code: 'code_taken', when: 'another place has that code.' }],
  },
  {
    method: 'PUT', path: '/datacenters/:id', name: 'datacenters.update', group: 'Network', audience: 'staff', ability: writing,
    summary: 'Rename a place; its code stays', controller: [Datacenters, 'update'], body: changeDatacenterBody,
    answers: { status: 200, shape: datacenterShape }, problems: [noPlace],
  },
  {
    method: 'DELETE', path: '/datacenters/:id', name: 'datacenters.destroy', group: 'Network', audience: 'staff', ability: writing,
    summary: 'Take a place off the list that nothing stands in', controller: [Datacenters, 'destroy'], answers: { status: 204, shape: null },
    problems: [noPlace, { status: 409, code: 'datacenter_used', when: 'a pool or a panel is there.' }],
  },
  {
    method: 'GET', path: '/address-pools', name: 'address_pools.index', group: 'Network', audience: 'staff', ability: reading,
    summary: 'List the pools of addresses and how full each is', controller: [Pools, 'index'], answers: { status: 200, shape: poolShape, isList: true },
  },
  {
    method: 'GET', path: '/address-pools/:id', name: 'address_pools.show', group: 'Network', audience: 'staff', ability: reading,
    summary: 'Show a pool of addresses', controller: [Pools, 'show'], answers: { status: 200, shape: poolShape }, problems: [noPool],
  },
  {
    method: 'POST', path: '/address-pools', name: 'address_pools.store', group: 'Network', audience: 'staff', ability: writing,
    summary: 'Open a pool for a network; addresses in it that are held already belong to it at once',
    controller: [Pools, 'store'], body: openPoolBody, answers: { status: 201, shape: poolShape },
    problems: [
      noPlace, badGateway,
      { status: 422, code: 'network_malformed', when: 'it is no network, or has bits behind its length.' },
      { status: 422, code: 'network_too_large', when: 'it is larger than a /8, or a /16 of the newer kind.' },
      { status: 422, code: 'pools_overlap', when: 'another pool has some of its addresses.' },
    ],
  },
  {
    method: 'PUT', path: '/address-pools/:id', name: 'address_pools.update', group: 'Network', audience: 'staff', ability: writing,
    summary: 'Change a pool; its network stays', controller: [Pools, 'update'], body: changePoolBody, answers: { status: 200, shape: poolShape },
    problems: [noPool, noPlace, badGateway],
  },
  {
    method: 'DELETE', path: '/address-pools/:id', name: 'address_pools.destroy', group: 'Network', audience: 'staff', ability: writing,
    summary: 'Take a pool off the list; the history of its addresses stays', controller: [Pools, 'destroy'], answers: { status: 204, shape: null },
    problems: [noPool],
  },
  {
    method: 'GET', path: '/address-pools/:id/addresses', name: 'address_pools.addresses.index', group: 'Network', audience: 'staff', ability: reading,
    summary: 'List what of a pool is held or kept, or with `state=resting` what rests before it may be given again',
    controller: [Pools, 'addresses'], query: poolAddressesQuery, answers: { status: 200, shape: holdingShape, isList: true }, problems: [noPool],
  },
  {
    method: 'GET', path: '/address-holdings', name: 'address_holdings.index', group: 'Network', audience: 'staff', ability: reading,
    summary: 'Who held an address (`q`), at an instant with `at`; also everything of a network, a service or a customer, or what is contested',
    controller: [Holdings, 'index'], query: listHoldingsQuery, answers: { status: 200, shape: holdingShape, isList: true },
  },
  {
    method: 'POST', path: '/address-reservations', name: 'address_reservations.store', group: 'Network', audience: 'staff', ability: writing,
    summary: 'Keep an address or a network for a purpose of staff', controller: [Holdings, 'store'], body: reserveAddressBody,
    answers: { status: 201, shape: holdingShape },
    problems: [
      { status: 409, code: 'address_held', when: 'somebody holds it, or some of it.' },
      { status: 409, code: 'address_rests', when: 'it was given back too recently.' },
      { status: 422, code: 'address_malformed', when: 'it is no address of the world.' },
      { status: 422, code: 'address_in_no_pool', when: 'it lies in no pool.' },
    ],
  },
  {
    method: 'DELETE', path: '/address-reservations/:id', name: 'address_reservations.destroy', group: 'Network', audience: 'staff', ability: writing,
    summary: 'Keep an address no longer', controller: [Holdings, 'destroy'], answers: { status: 204, shape: null },
    problems: [{ status: 404, code: 'reservation_not_found', when: 'there is no such reservation now.' }],
  },
] // prettier-ignore
