import { inject } from '@adonisjs/core'
import { checkVariable, type GameSpec, kindOf, type VariableProblem } from '#app/catalogue/index'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { err, ok, type Result } from '#app/shared/result'
import type { ServerStartup } from '#app/provisioning/drivers/contract'
import { serviceStartupChanged } from '#app/provisioning/belonging_events'
import {
  OpenPanelAccess,
  type PanelAccessError,
  type PanelAccessInput,
} from '#app/provisioning/actions/open_panel_access'
import { lockService, updateService } from '#app/provisioning/records/services'

export interface StartupWish {
  image?: string
  variables: Record<string, string>
}

export type StartupFault =
  | { type: 'variable_refused'; code: string; variable: string; problem: VariableProblem }
  | { type: 'variable_unknown' | 'variable_fixed'; code: string }
  | { type: 'image_unknown' }

export type ChangeStartupError = PanelAccessError | { type: 'startup_refused'; faults: StartupFault[] }

/** How a game server starts: its settings, held to the rules of its game before the panel is told. They hold from the next start on. */
@inject()
export class ChangeStartup {
  constructor(
    private access: OpenPanelAccess,
    private events: EventLog
  ) {}

  async read(input: PanelAccessInput): Promise<Result<ServerStartup, PanelAccessError>> {
    const opened = await this.access.reach(input, 'startup')
    if (!opened.ok) return opened
    const { panel, reference } = opened.value
    if (!panel.startup) return err({ type: 'not_supported' })
    const startup = await panel.startup.readStartup(reference)
    return startup.ok ? startup : err({ type: 'panel_failed', failure: startup.error })
  }

  async execute(
    input: PanelAccessInput,
    wish: StartupWish
  ): Promise<Result<ServerStartup, ChangeStartupError>> {
    const present = await this.read(input)
    if (!present.ok) return present
    const faults = faultsIn(present.value, wish)
    if (faults.length > 0) return err({ type: 'startup_refused', faults })
    const opened = await this.access.reach(input, 'startup')
    if (!opened.ok) return opened
    const { panel, reference, service } = opened.value
    if (!panel.startup) return err({ type: 'not_supported' })
    const changed = await panel.startup.changeStartup(reference, wish)
    if (!changed.ok) return err({ type: 'panel_failed', failure: changed.error })
    await this.keep(service.id, wish)
    return this.read(input)
  }

  /** Kept with the service as well, so that installing anew begins with what was set. */
  private keep(serviceId: string, { image, variables }: StartupWish) {
    return inTransaction(async () => {
      const service = await lockService(serviceId)
      if (!service) return ok()
      if (kindOf(service.spec) === 'game') {
        const spec = service.spec as GameSpec
        const kept = { ...spec, image: image ?? spec.image, variables: { ...spec.variables, ...variables } }
        await updateService(serviceId, { spec: kept })
      }
      const names = Object.keys(variables)
      const data = {
        serviceId,
        subscriptionId: service.subscriptionId,
        variables: names,
        image: image ?? null,
      }
      await this.events.record([
        fact(
          serviceStartupChanged,
          { kind: 'service', id: serviceId },
          { customerId: service.customerId, data }
        ),
      ])
      return ok()
    })
  }
}

/** Everything that is wrong with a wish, at once. */
function faultsIn({ variables, images }: ServerStartup, wish: StartupWish): StartupFault[] {
  const known = new Map(variables.map((variable) => [variable.code, variable]))
  const others = Object.fromEntries(variables.map(({ code, value }) => [code, wish.variables[code] ?? value]))
  const faults = Object.entries(wish.variables).flatMap(([code, value]): StartupFault[] => {
    const variable = known.get(code)
    if (!variable) return [{ type: 'variable_unknown', code }]
    if (value === variable.value) return []
    if (!variable.isEditable) return [{ type: 'variable_fixed', code }]
    const problem = checkVariable(variable.rules, value, others)
    return problem ? [{ type: 'variable_refused', code, variable: variable.name, problem }] : []
  })
  const isImageKnown = wish.image === undefined || images.includes(wish.image)
  return isImageKnown ? faults : [...faults, { type: 'image_unknown' }]
}
