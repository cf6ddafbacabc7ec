import vine from '@vinejs/vine'
import { chosenKeys } from '#app/customers/index'
import { pageRules, singleLine } from '#app/shared/http/common_rules'
import { operationKinds, operationStatuses } from '#app/provisioning/domain/operation'
import { serviceStatuses, staffHolds } from '#app/provisioning/domain/service'
import { panelDriverNames } from '#app/provisioning/drivers/registry'

export const listServicesQuery = vine.create({
  ...pageRules,
  status: vine.enum(serviceStatuses).optional(),
  search: vine.string().trim().maxLength(253).optional(),
})

export const listAllServicesQuery = vine.create({
  ...pageRules,
  status: vine.enum(serviceStatuses).optional(),
  panel: vine.string().maxLength(40).optional(),
  plan: vine.string().maxLength(40).optional(),
  customer: vine.string().maxLength(40).optional(),
  search: vine.string().trim().maxLength(253).optional(),
})

export const listOperationsQuery = vine.create({
  ...pageRules,
  status: vine.enum(operationStatuses).optional(),
  kind: vine.enum(operationKinds).optional(),
  service: vine.string().maxLength(40).optional(),
})

export const renameServiceBody = vine.create({
  hostname: vine.string().trim().toLowerCase().minLength(1).maxLength(253),
})

export const switchPowerBody = vine.create({
  action: vine.enum(['boot', 'shutdown', 'restart', 'poweroff'] as const),
})

export const rebuildBody = vine.create({ template: singleLine(100), ssh_keys: chosenKeys().optional() })

export const resizeBody = vine.create({ plan_id: vine.string().maxLength(40) })

export const holdBody = vine.create({ hold: vine.enum(staffHolds), note: singleLine(500) })

export const resumeOperationBody = vine.create({ position: vine.number().withoutDecimals().min(0).max(1000) })

export const cancelOperationBody = vine.create({ reason: singleLine(500) })

/** Kept from pointing at this machine's own services by staff's rights, not by its form: panels often live in private networks. */
const panelUrl = () =>
  vine
    .string()
    .trim()
    .url({ protocols: ['http', 'https'], require_tld: false, require_protocol: true })
    .maxLength(500)

/** By the names of the panel's driver, which holds them to its own tables. */
const settings = () => ({
  config: vine.record(vine.any().nullable()).optional(),
  secrets: vine.record(vine.string().maxLength(4000)).optional(),
})

const panelFields = {
  name: singleLine(100),
  location: singleLine(100),
  base_url: panelUrl(),
  ...settings(),
  max_concurrent_calls: vine.number().withoutDecimals().min(1).max(100).optional(),
  datacenter_id: vine.string().maxLength(40).nullable().optional(),
}

export const connectPanelBody = vine.create({
  ...panelFields,
  driver: vine.enum(panelDriverNames),
  code: vine
    .string()
    .trim()
    .regex(/^[a-z0-9-]{1,40}$/),
  token: singleLine(2000),
})

export const changePanelBody = vine.create({
  name: singleLine(100).optional(),
  location: singleLine(100).optional(),
  base_url: panelUrl().optional(),
  ...settings(),
  max_concurrent_calls: vine.number().withoutDecimals().min(1).max(100).optional(),
  datacenter_id: vine.string().maxLength(40).nullable().optional(),
  token: singleLine(2000).optional(),
  status: vine.enum(['active', 'draining', 'disabled'] as const).optional(),
})
