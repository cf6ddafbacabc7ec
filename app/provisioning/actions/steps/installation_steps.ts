import { fact } from '#app/shared/events/event'
import type { SealedSecret } from '#app/shared/secrets/keyring'
import type { ServerBuild, ServerCredentials } from '#app/provisioning/drivers/contract'
import { wantsBackups } from '#app/provisioning/domain/service_spec'
import { serviceRebuilt } from '#app/provisioning/events'
import { acceptedKeys } from '#app/provisioning/actions/steps/accepted_keys'
import {
  failed,
  notPossible,
  observed,
  passwordFor,
  requireReference,
  sealCredentials,
  type Step,
  type StepContext,
  type StepOutcome,
  tagOf,
} from '#app/provisioning/actions/steps/step'

/** Installs for the first time. After a lost answer the panel is asked whether it began; the password is then replaced later. */
export const buildServer: Step = async (context) => {
  const { panel, step, service } = context
  if (!panel.installation) return { type: 'done' }
  const reference = requireReference(context)
  if (step.attempts > 1) {
    const server = await panel.observeServer(reference)
    if (!server.ok) return failed(server.error)
    if (server.value.state !== 'reserved' || server.value.isBusy) return { type: 'done' }
  }
  const template = service.spec.template ?? ''
  const keys = await acceptedKeys(context)
  if (!keys.ok) return failed(keys.error)
  const built = await panel.installation.buildServer(reference, buildOf(context, template, keys.value))
  if (!built.ok) return failed(built.error)
  return keptPassword(context, built.value)
}

/** Remembers when the present system was installed, so that a lost answer of the next step can be told from no answer. */
export const readState: Step = async (context) => {
  const server = await context.panel.observeServer(requireReference(context))
  if (!server.ok) return failed(server.error)
  if (server.value.isBusy) return { type: 'poll' }
  return { type: 'done', output: { builtAtBefore: server.value.builtAt, adminUser: server.value.adminUser } }
}

export const rebuildServer: Step = async (context) => {
  const { panel, step, operation, outputs } = context
  if (!panel.rebuild) return notPossible
  const reference = requireReference(context)
  // A panel that can set no password later is told again: its driver keeps to a reload that has begun, and the password is the same.
  if (step.attempts > 1 && panel.passwordReset) {
    const server = await panel.observeServer(reference)
    if (!server.ok) return failed(server.error)
    const { isBusy, builtAt } = server.value
    if (isBusy || builtAt !== outputs.builtAtBefore) return { type: 'done' }
  }
  const keys = await acceptedKeys(context)
  if (!keys.ok) return failed(keys.error)
  const build = buildOf(context, operation.input.template ?? '', keys.value)
  const built = await panel.rebuild.rebuildServer(reference, build)
  return built.ok ? keptPassword(context, built.value) : failed(built.error)
}

export const waitUntilReady: Step = async (context) => {
  const { panel, wall } = context
  const server = await panel.observeServer(requireReference(context))
  if (!server.ok) return failed(server.error)
  const { state, isBusy, adminUser } = server.value
  if (state === 'build_failed') {
    return failed({
      type: 'refused',
      reason: 'build_failed',
      message: 'The panel could not install the operating system.',
    })
  }
  const service = observed(server.value, wall)
  const isReady = !isBusy && (state === 'running' || state === 'suspended')
  return isReady ? { type: 'done', output: { adminUser }, service } : { type: 'poll', service }
}

/** Copies are part of what was bought: a server without them is not handed over. */
export const startBackups: Step = async (context) => {
  const { backups } = context.panel
  if (!wantsBackups(context.service.spec)) return { type: 'done' }
  if (!backups) return notPossible
  const started = await backups.startBackups(requireReference(context))
  return started.ok ? { type: 'done' } : failed(started.error)
}

/** A password whose one answer was lost cannot be read again: a new one is set. */
export const ensureCredentials: Step = async (context) => {
  const { passwordReset } = context.panel
  if (context.outputs.hasPassword === true || !passwordReset || passwordReset.isOfAccount)
    return { type: 'done' }
  const asked = await askForPassword(context)
  // The server runs and is what was paid for: its owner can set a password later.
  const isRefused = asked.type === 'failed' && asked.failure.type === 'refused'
  return isRefused ? { type: 'done' } : asked
}

export const resetPassword: Step = (context) => askForPassword(context)

/** The new password holds once the panel has finished setting it. A machine that is switched off cannot take one. */
export const waitForPassword: Step = async (context) => {
  const { outputs, panel, operation } = context
  const sealed = outputs.sealed as SealedSecret | undefined
  if (!sealed) return { type: 'done' }
  const { passwordReset } = panel
  const work =
    typeof outputs.work === 'string' && passwordReset ? await passwordReset.readWork(outputs.work) : null
  if (work && !work.ok) return failed(work.error)
  if (work?.value === 'running') return { type: 'poll' }
  if (work?.value === 'failed') {
    if (operation.kind !== 'reset_password') return { type: 'done' }
    return {
      type: 'fatal',
      problem: {
        type: 'password_not_set',
        message: 'The server did not take the new password. Is it switched on?',
      },
    }
  }
  return { type: 'done', service: { credentials: sealed } }
}

export const readAddresses: Step = async ({ panel, wall, ...rest }) => {
  const server = await panel.observeServer(requireReference({ panel, wall, ...rest }))
  return server.ok ? { type: 'done', service: observed(server.value, wall) } : failed(server.error)
}

export const recordRebuild: Step = async ({ service, operation }) => {
  const template = operation.input.template ?? ''
  return {
    type: 'done',
    service: { spec: { ...service.spec, template } },
    facts: [
      fact(
        serviceRebuilt,
        { kind: 'service', id: service.id },
        {
          customerId: service.customerId,
          data: { serviceId: service.id, subscriptionId: service.subscriptionId, template },
        }
      ),
    ],
  }
}

async function askForPassword(context: StepContext): Promise<StepOutcome> {
  const { panel, outputs, service, operation } = context
  if (!panel.passwordReset) return notPossible
  const reference = requireReference(context)
  const user =
    typeof outputs.adminUser === 'string' ? outputs.adminUser : await adminUserOf(context, reference)
  const password = passwordFor(service, operation.id)
  const reset = await panel.passwordReset.resetPassword(reference, { user, password })
  if (!reset.ok) return failed(reset.error)
  return {
    type: 'done' as const,
    output: { work: reset.value.work, sealed: sealCredentials(service, reset.value) },
  }
}

async function adminUserOf({ panel }: StepContext, reference: string): Promise<string> {
  const server = await panel.observeServer(reference)
  return server.ok ? server.value.adminUser : 'root'
}

function buildOf({ service, operation }: StepContext, template: string, sshKeys: string[]): ServerBuild {
  const { hostname, spec } = service
  return {
    tag: tagOf(service),
    hostname,
    template,
    spec,
    password: passwordFor(service, operation.id),
    sshKeys,
  }
}

/** A password that belongs to the customer rather than to this service is left alone. */
function keptPassword({ service }: StepContext, credentials: ServerCredentials) {
  const isTold = credentials.password !== ''
  return {
    type: 'done' as const,
    output: { hasPassword: isTold || credentials.belongsToUser === true },
    service: isTold
      ? {
          credentials: sealCredentials(service, credentials),
          credentialsSeenAt: null,
          observed: 'building' as const,
        }
      : { observed: 'building' as const },
  }
}
