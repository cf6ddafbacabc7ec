// Table of data: one row per route.
import { pageQuery } from '#app/shared/http/common_rules'
import type { Endpoint } from '#app/shared/http/endpoint'
import { remoteCallShape } from '#app/provisioning/http/transformers/operation_transformer'
import {
  addressImportShape,
  begunImportShape,
  panelSettingsShape,
} from '#app/provisioning/http/transformers/panel_settings_transformer'
import {
  connectionShape,
  offersShape,
  panelShape,
  roomShape,
} from '#app/provisioning/http/transformers/panel_transformer'
import { changePanelBody, connectPanelBody } from '#app/provisioning/http/validators/provisioning_validators'
import { changePanelSettingsBody } from '#app/provisioning/http/validators/panel_settings_validators'

const Imports = () => import('#app/provisioning/http/api/address_imports_controller')
const Settings = () => import('#app/provisioning/http/api/panel_settings_controller')
const Panels = () => import('#app/provisioning/http/api/panels_controller')

const noPlace = { status: 422, code: 'datacenter_not_found', when: 'there is no such datacenter.' }
const noPanel = { status: 404, code: 'panel_not_found', when: 'there is no such panel.' }

/** Connected control panels, for staff. */
export const panelEndpoints: Endpoint[] = [
  {
    method: 'GET', path: '/panels', name: 'panels.index', group: 'Panels', audience: 'staff', ability: 'staff:operations:read',
    summary: 'List connected control panels with their health',
    controller: [Panels, 'index'], answers: { status: 200, shape: panelShape, isList: true },
  },
  {
    method: 'GET', path: '/panels/:id', name: 'panels.show', group: 'Panels', audience: 'staff', ability: 'staff:operations:read',
    summary: 'Show a panel',
    controller: [Panels, 'show'], answers: { status: 200, shape: panelShape }, problems: [noPanel],
  },
  {
    method: 'POST', path: '/panels', name: 'panels.store', group: 'Panels', audience: 'staff', ability: 'staff:settings:write',
    summary: 'Connect a control panel',
    controller: [Panels, 'store'], body: connectPanelBody, answers: { status: 201, shape: panelShape },
    problems: [{ status: 422, code: 'code_taken', when: 'another panel has this code.' }, { status: 422, code: 'driver_unknown', when: 'there is no such kind of panel.' }, noPlace],
  },
  {
    method: 'POST', path: '/panel-tests', name: 'panel_tests.store', group: 'Panels', audience: 'staff', ability: 'staff:settings:write',
    summary: 'Try how a panel would be reached, before it is connected; nothing is kept',
    controller: [Panels, 'try'], body: connectPanelBody, answers: { status: 200, shape: connectionShape },
    problems: [
      { status: 422, code: 'driver_unknown', when: 'there is no such kind of panel.' },
      { status: 409, code: 'panel_misconfigured', when: 'token, rights or address are wrong; `errors` names which.' },
      { status: 409, code: 'panel_retry_later', when: 'the panel cannot be reached.' },
    ],
  },
  {
    method: 'PATCH', path: '/panels/:id', name: 'panels.update', group: 'Panels', audience: 'staff', ability: 'staff:settings:write',
    summary: 'Change how a panel is reached, or stop placing new servers on it',
    controller: [Panels, 'update'], body: changePanelBody, answers: { status: 200, shape: panelShape }, problems: [noPanel, noPlace],
  },
  {
    method: 'POST', path: '/panels/:id/tests', name: 'panels.tests.store', group: 'Panels', audience: 'staff', ability: 'staff:operations:write',
    summary: 'Test connection and rights of a panel now',
    controller: [Panels, 'test'], answers: { status: 200, shape: connectionShape },
    problems: [
      noPanel,
      { status: 409, code: 'panel_misconfigured', when: 'token, rights or address are wrong.' },
      { status: 409, code: 'panel_retry_later', when: 'the panel cannot be reached.' },
    ],
  },
  {
    method: 'GET', path: '/panels/:id/offers', name: 'panels.offers.show', group: 'Panels', audience: 'staff', ability: 'staff:operations:read',
    summary: 'Ask a panel what can be sold there, and see whether each plan of its kind finds its package; nothing is made',
    controller: [Panels, 'offers'], answers: { status: 200, shape: offersShape },
    problems: [noPanel, { status: 503, code: 'panel_unavailable', when: 'the panel does not answer as it should.' }],
  },
  {
    method: 'GET', path: '/panels/:id/room', name: 'panels.room.show', group: 'Panels', audience: 'staff', ability: 'staff:operations:read',
    summary: 'Ask a panel what its machines can still take, and count how many more of each plan that is besides what is promised',
    controller: [Panels, 'room'], answers: { status: 200, shape: roomShape },
    problems: [noPanel, { status: 503, code: 'panel_unavailable', when: 'the panel does not answer as it should.' }],
  },
  {
    method: 'GET', path: '/address-imports', name: 'address_imports.index', group: 'Network', audience: 'staff', ability: 'staff:operations:read',
    summary: 'List of each panel how many running services have addresses, and of how many none is kept yet',
    controller: [Imports, 'index'], answers: { status: 200, shape: addressImportShape, isList: true },
  },
  {
    method: 'POST', path: '/panels/:id/address-imports', name: 'panels.address_imports.store', group: 'Network', audience: 'staff', ability: 'staff:operations:write',
    summary: 'Keep who holds which address for everything that runs on a panel: by what was seen last, and by asking the panel in the background',
    controller: [Imports, 'store'], answers: { status: 202, shape: begunImportShape }, problems: [noPanel],
  },
  {
    method: 'GET', path: '/panel-settings', name: 'panel_settings.show', group: 'Panels', audience: 'staff', ability: 'staff:operations:read',
    summary: 'Show after how long a silent panel is sold no more, and what is asked of reverse names',
    controller: [Settings, 'show'], answers: { status: 200, shape: panelSettingsShape },
  },
  {
    method: 'PUT', path: '/panel-settings', name: 'panel_settings.update', group: 'Panels', audience: 'staff', ability: 'staff:settings:write',
    summary: 'Change what holds for all panels', controller: [Settings, 'update'], body: changePanelSettingsBody,
    answers: { status: 200, shape: panelSettingsShape },
    problems: [{ status: 409, code: 'settings_changed_meanwhile', when: 'somebody changed them since they were read.' }],
  },
  {
    method: 'GET', path: '/panels/:id/calls', name: 'panels.calls.index', group: 'Panels', audience: 'staff', ability: 'staff:operations:read',
    summary: 'List what was said to a panel about itself; secrets are cut out',
    controller: [Panels, 'calls'], query: pageQuery, answers: { status: 200, shape: remoteCallShape, isList: true },
  },
] // prettier-ignore
