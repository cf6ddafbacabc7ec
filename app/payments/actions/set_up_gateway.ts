import { inject } from '@adonisjs/core'
import { inReadTransaction } from '#app/shared/database/unit'
import { newId } from '#app/shared/ids'
import { err, ok, type Result } from '#app/shared/result'
import { ConnectGateway, type ConnectGatewayError } from '#app/payments/actions/connect_gateway'
import { openSettings } from '#app/payments/actions/open_gateway'
import {
  type Answers,
  type FieldComplaint,
  keyFieldOf,
  mergeSettings,
  modeFieldOf,
  placeOf,
  type Settings,
} from '#app/payments/domain/settings_form'
import type { GatewayAccount, PaymentDriver } from '#app/payments/drivers/contract'
import { findDriver } from '#app/payments/drivers/registry'
import { findGateway, type Gateway, listGatewayRows } from '#app/payments/records/gateways'

export interface SetUpGatewayInput {
  /** Given again, it changes the settings of that gateway. */
  id?: string
  driver: string
  name: string
  answers: Answers
}

export type SetUpGatewayError =
  | ConnectGatewayError
  | { type: 'gateway_not_found' }
  | { type: 'fields_refused'; complaints: FieldComplaint[] }
  /** The gateway does not know these keys, or they may not do what we need. `field` holds the key that was tried. */
  | { type: 'keys_refused'; reason: string; field: string | null }
  /** They open the account, but may not do all that we need. */
  | { type: 'rights_missing'; rights: readonly string[]; field: string | null }
  /** It could not be asked, so nothing was saved. */
  | { type: 'not_answered'; reason: string }

/** Connects a gateway with what was entered, after its keys opened the account. Keys that do not work are never saved. */
@inject()
export class SetUpGateway {
  constructor(private connectGateway: ConnectGateway) {}

  async execute(input: SetUpGatewayInput): Promise<Result<Gateway, SetUpGatewayError>> {
    const driver = findDriver(input.driver)
    if (!driver) return err({ type: 'driver_not_found' })
    const rows = await inReadTransaction(() => listGatewayRows())
    const known = input.id ? rows.find(({ id }) => id === input.id) : undefined
    if (input.id && !known) return err({ type: 'gateway_not_found' })
    if (known && known.driver !== driver.name) return err({ type: 'driver_differs' })

    const id = known?.id ?? newId()
    const base = known ? openSettings(known) : baseOf(rows, driver, input.answers)
    const { settings, newSecrets, complaints } = mergeSettings(driver.settingsForm, input.answers, base)
    if (complaints.length > 0) return err({ type: 'fields_refused', complaints })
    const isLive = driver.isLive(settings)
    if (known && (known.config.isLive === true) !== isLive)
      return err({ type: 'mode_differs', field: modeFieldOf(driver.settingsForm) })
    const ready = { ...settings, config: { ...settings.config, isLive } }
    const wrong = driver.checkSettings({ id, ...ready })
    if (wrong.length > 0) return err({ type: 'settings_refused', complaints: wrong })

    const checked = await checkKeys(driver, id, ready)
    if (!checked.ok) return checked
    const { name } = input
    return this.connectGateway.execute({
      id,
      driver: driver.name,
      name,
      ...ready,
      newSecrets,
      account: checked.value,
    })
  }
}

/** What a new one begins with. Whether it is for real money is in what was entered. */
function baseOf(rows: readonly Gateway[], driver: PaymentDriver, answers: Answers): Settings {
  const { settingsForm: form, name } = driver
  const { settings } = mergeSettings(form, answers, { config: {}, secrets: {} })
  const known = rows.filter((row) => row.driver === name).map(({ config }) => config)
  return { config: placeOf(known, form, { isLive: driver.isLive(settings) }), secrets: {} }
}

/** Tests the keys that are kept, and says whose account they open. */
export async function checkSavedKeys(gatewayId: string): Promise<Result<GatewayAccount, SetUpGatewayError>> {
  const gateway = await inReadTransaction(() => findGateway(gatewayId))
  if (!gateway) return err({ type: 'gateway_not_found' })
  return checkKeys(findDriver(gateway.driver)!, gatewayId, openSettings(gateway))
}

async function checkKeys(
  driver: PaymentDriver,
  id: string,
  settings: Settings
): Promise<Result<GatewayAccount, SetUpGatewayError>> {
  const account = await driver.connect({ id, ...settings }, { kind: 'gateway', id }).checkAccount()
  if (!account.ok) {
    const { error } = account
    const reason = 'reason' in error ? error.reason : error.type
    const field = keyFieldOf(driver.settingsForm)
    if (error.type === 'misconfigured' && error.missingRights)
      return err({ type: 'rights_missing', rights: error.missingRights, field })
    return error.type === 'misconfigured'
      ? err({ type: 'keys_refused', reason, field })
      : err({ type: 'not_answered', reason })
  }
  return account.value.isLive === (settings.config.isLive === true)
    ? ok(account.value)
    : err({ type: 'mode_differs', field: modeFieldOf(driver.settingsForm) })
}
