/** Which code runs each kind of job. A job that is not listed here is refused by the worker. */
import { makeMailedLink, tellApplicationJob } from '#app/identity/domain/jobs'
import { MakeMailedLinkJob } from '#app/identity/jobs/make_mailed_link_job'
import { TellApplicationJob } from '#app/identity/jobs/tell_application_job'
import { deliverReactions, DeliverReactionsJob } from '#app/shared/events/deliver_reactions'
import app from '@adonisjs/core/services/app'
import type { Job, JobRunner } from '#app/shared/jobs/job'
import { moveClock } from '#app/tenancy/domain/jobs'
import { MoveClockJob } from '#app/tenancy/jobs/move_clock_job'
import {
  checkPanel,
  comparePanel,
  holdCapacity,
  observeService,
  removePanelUser,
  repairDrift,
  importAddresses,
  runBatch,
  runOperation,
} from '#app/provisioning/domain/jobs'
import { CheckPanelJob } from '#app/provisioning/jobs/check_panel_job'
import { ComparePanelJob } from '#app/provisioning/jobs/compare_panel_job'
import { RepairDriftJob } from '#app/provisioning/jobs/repair_drift_job'
import { RemovePanelUserJob } from '#app/provisioning/jobs/remove_panel_user_job'
import { HoldCapacityJob } from '#app/provisioning/jobs/hold_capacity_job'
import { ImportAddressesJob } from '#app/provisioning/jobs/import_addresses_job'
import { ObserveServiceJob } from '#app/provisioning/jobs/observe_service_job'
import { RunBatchJob } from '#app/provisioning/jobs/run_batch_job'
import { RunOperationJob } from '#app/provisioning/jobs/run_operation_job'
import {
  detachMethodJob,
  finishMethodSetupJob,
  handleWebhooksJob,
  lookForDisputesJob,
  refreshDisputeJob,
  refreshPaymentJob,
  refreshRefundJob,
  settleGatewayJob,
} from '#app/payments/domain/jobs'
import { chargeInvoice, checkTaxId, runReplay } from '#app/billing/domain/jobs'
import { ChargeInvoiceJob } from '#app/billing/jobs/charge_invoice_job'
import { matchMovements } from '#app/banking/domain/jobs'
import { MatchMovementsJob } from '#app/banking/jobs/match_movements_job'
import { RunReplayJob } from '#app/billing/jobs/run_replay_job'
import { CheckTaxIdJob } from '#app/billing/jobs/check_tax_id_job'
import { DetachMethodJob } from '#app/payments/jobs/detach_method_job'
import { FinishMethodSetupJob } from '#app/payments/jobs/finish_method_setup_job'
import { HandleWebhooksJob } from '#app/payments/jobs/handle_webhooks_job'
import { RefreshPaymentJob } from '#app/payments/jobs/refresh_payment_job'
import { LookForDisputesJob } from '#app/payments/jobs/look_for_disputes_job'
import { RefreshDisputeJob } from '#app/payments/jobs/refresh_dispute_job'
import { RefreshRefundJob } from '#app/payments/jobs/refresh_refund_job'
import { SettleGatewayJob } from '#app/payments/jobs/settle_gateway_job'
import { makeExport } from '#app/privacy/domain/jobs'
import { MakeExportJob } from '#app/privacy/jobs/make_export_job'
import { prepareEvidence } from '#app/reporting/domain/jobs'
import { PrepareEvidenceJob } from '#app/reporting/jobs/prepare_evidence_job'
import { runAllSweeps } from '#start/run_all_sweeps'
import { sendMessage, tellOfFactor } from '#app/messaging/domain/jobs'
import { TellOfFactorJob } from '#app/messaging/jobs/tell_of_factor_job'
import { SendMessageJob } from '#app/messaging/jobs/send_message_job'

interface JobBinding {
  job: Job<object>
  runner: () => Promise<JobRunner<object>>
}

/** @param runner makes the runner when a job of this kind is taken */
function bind<Payload extends object>(
  job: Job<Payload>,
  runner: () => Promise<JobRunner<Payload>>
): JobBinding {
  return { job, runner: runner as () => Promise<JobRunner<object>> }
}

export const jobBindings: JobBinding[] = [
  bind(deliverReactions, async () => new DeliverReactionsJob()),
  bind(makeMailedLink, () => app.container.make(MakeMailedLinkJob)),
  bind(tellApplicationJob, async () => new TellApplicationJob()),
  bind(moveClock, async () => new MoveClockJob(runAllSweeps)),
  bind(holdCapacity, () => app.container.make(HoldCapacityJob)),
  bind(runOperation, () => app.container.make(RunOperationJob)),
  bind(removePanelUser, () => app.container.make(RemovePanelUserJob)),
  bind(checkPanel, () => app.container.make(CheckPanelJob)),
  bind(comparePanel, () => app.container.make(ComparePanelJob)),
  bind(repairDrift, () => app.container.make(RepairDriftJob)),
  bind(runBatch, () => app.container.make(RunBatchJob)),
  bind(importAddresses, () => app.container.make(ImportAddressesJob)),
  bind(observeService, () => app.container.make(ObserveServiceJob)),
  bind(chargeInvoice, () => app.container.make(ChargeInvoiceJob)),
  bind(checkTaxId, () => app.container.make(CheckTaxIdJob)),
  bind(matchMovements, () => app.container.make(MatchMovementsJob)),
  bind(runReplay, () => app.container.make(RunReplayJob)),
  bind(refreshPaymentJob, () => app.container.make(RefreshPaymentJob)),
  bind(refreshRefundJob, () => app.container.make(RefreshRefundJob)),
  bind(refreshDisputeJob, () => app.container.make(RefreshDisputeJob)),
  bind(lookForDisputesJob, () => app.container.make(LookForDisputesJob)),
  bind(handleWebhooksJob, () => app.container.make(HandleWebhooksJob)),
  bind(settleGatewayJob, () => app.container.make(SettleGatewayJob)),
  bind(finishMethodSetupJob, () => app.container.make(FinishMethodSetupJob)),
  bind(detachMethodJob, async () => new DetachMethodJob()),
  bind(prepareEvidence, () => app.container.make(PrepareEvidenceJob)),
  bind(makeExport, () => app.container.make(MakeExportJob)),
  bind(tellOfFactor, () => app.container.make(TellOfFactorJob)),
  bind(sendMessage, () => app.container.make(SendMessageJob)),
]
