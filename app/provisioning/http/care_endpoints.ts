// Table of data: one row per route.
import type { Endpoint } from '#app/shared/http/endpoint'
import {
  backupShape, databaseSecretShape, databaseShape, machineStockShape, scheduleShape,
} from '#app/provisioning/http/transformers/care_transformer' // prettier-ignore
import {
  makeBackupBody,
  makeDatabaseBody,
  setReverseNameBody,
} from '#app/provisioning/http/validators/care_validators'
import { setNameShape } from '#app/provisioning/http/transformers/reverse_name_transformer'

const Stock = () => import('#app/provisioning/http/api/machine_stock_controller')
const Backups = () => import('#app/provisioning/http/api/service_backups_controller')
const Databases = () => import('#app/provisioning/http/api/service_databases_controller')
const ReverseNames = () => import('#app/provisioning/http/api/reverse_names_controller')

const read = { customer: 'services:read', staff: 'staff:services:read' } as const
const write = { customer: 'services:write', staff: 'staff:services:write' } as const
const problems = [
  { status: 404, code: 'service_not_found', when: 'there is no such service that you may see.' },
  { status: 409, code: 'service_not_usable', when: 'the service is not active.' },
  { status: 409, code: 'not_supported', when: 'its kind of panel cannot do that.' },
  { status: 409, code: 'refused_by_panel', when: 'its panel refuses it, and says why: a limit of the plan, a name that is taken.' },
  { status: 503, code: 'panel_unavailable', when: 'the panel does not answer as it should; look at the list before you ask again.' },
] // prettier-ignore
const notThere = { status: 404, code: 'not_there', when: 'the service has no such thing.' }
const busy = { status: 409, code: 'already_under_way', when: 'other work on the service is under way.' }

export const careEndpoints: Endpoint[] = [
  {
    method: 'GET', path: '/products/:id/stock', name: 'products.stock.index', group: 'Catalogue', audience: 'customer', ability: null,
    summary: 'Show where each plan of a product can be had now, and how many whole machines stand free; null while a place cannot be asked',
    controller: [Stock, 'index'], answers: { status: 200, shape: machineStockShape, isList: true },
    problems: [{ status: 404, code: 'product_not_found', when: 'there is no such product on sale.' }],
  },
  {
    method: 'GET', path: '/services/:id/backups', name: 'services.backups.index', group: 'Services', audience: 'both', ability: read,
    summary: 'List the backups of a service',
    controller: [Backups, 'index'], answers: { status: 200, shape: backupShape, isList: true }, problems,
  },
  {
    method: 'POST', path: '/services/:id/backups', name: 'services.backups.store', group: 'Services', audience: 'both', ability: write,
    summary: 'Make a backup of a service now; the list shows when it is finished',
    controller: [Backups, 'store'], body: makeBackupBody, answers: { status: 200, shape: backupShape, isList: true }, problems,
  },
  {
    method: 'POST', path: '/services/:id/backups/:backup/restorations', name: 'services.backups.restorations.store', group: 'Services',
    audience: 'both', ability: write, summary: 'Put a backup back; what is on the service now is overwritten',
    controller: [Backups, 'restore'], answers: { status: 200, shape: backupShape, isList: true }, problems: [...problems, notThere, busy],
  },
  {
    method: 'DELETE', path: '/services/:id/backups/:backup', name: 'services.backups.destroy', group: 'Services', audience: 'both', ability: write,
    summary: 'Remove a backup for good',
    controller: [Backups, 'destroy'], answers: { status: 204, shape: null }, problems: [...problems, notThere],
  },
  {
    method: 'PUT', path: '/services/:id/addresses/:address/reverse-name', name: 'services.reverse_names.update', group: 'Services',
    audience: 'both', ability: write, summary: 'Set the name that an address of a service points back to; null takes it away. Says whether the name leads to the address',
    controller: [ReverseNames, 'update'], body: setReverseNameBody, answers: { status: 200, shape: setNameShape },
    problems: [
      ...problems, notThere, { status: 422, code: 'name_invalid', when: 'it is not a full host name.' },
      { status: 422, code: 'name_points_elsewhere', when: 'names have to lead to their address here, and this one does not.' },
      { status: 503, code: 'name_not_checked', when: 'names have to lead to their address here, and no name server answers.' },
    ],
  },
  {
    method: 'GET', path: '/services/:id/databases', name: 'services.databases.index', group: 'Game servers', audience: 'both', ability: read,
    summary: 'List the databases beside a game server',
    controller: [Databases, 'index'], answers: { status: 200, shape: databaseShape, isList: true }, problems,
  },
  {
    method: 'POST', path: '/services/:id/databases', name: 'services.databases.store', group: 'Game servers', audience: 'customer',
    ability: 'services:write', summary: 'Make a database; its password is told in this answer alone',
    controller: [Databases, 'store'], body: makeDatabaseBody, answers: { status: 200, shape: databaseSecretShape }, problems,
  },
  {
    method: 'POST', path: '/services/:id/databases/:database/password-reset', name: 'services.databases.password_reset.store', group: 'Game servers',
    audience: 'customer', ability: 'services:write', summary: 'Set a new password for a database; it is told in this answer alone',
    controller: [Databases, 'resetPassword'], answers: { status: 200, shape: databaseSecretShape }, problems: [...problems, notThere],
  },
  {
    method: 'DELETE', path: '/services/:id/databases/:database', name: 'services.databases.destroy', group: 'Game servers', audience: 'both',
    ability: write, summary: 'Remove a database with everything in it',
    controller: [Databases, 'destroy'], answers: { status: 204, shape: null }, problems: [...problems, notThere],
  },
  {
    method: 'GET', path: '/services/:id/schedules', name: 'services.schedules.index', group: 'Game servers', audience: 'both', ability: read,
    summary: 'List what a game server does by itself at times; schedules are written on the panel',
    controller: [Databases, 'schedules'], answers: { status: 200, shape: scheduleShape, isList: true }, problems,
  },
] // prettier-ignore
