import type Database from 'better-sqlite3'
import type { actualCodeTable, providerReceiptTable } from '../../../db/schema/lockCode.ts'
import type { CredentialId, DoorId } from '../../domain/ids.ts'
import type { ProvenCode } from '../../ports/stores/lockCodeStore.ts'
import { asId, asTextId } from '../columns.ts'
import { toWindow } from './actualCodeRows.ts'

type Receipt = typeof providerReceiptTable.$inferSelect
type Code = typeof actualCodeTable.$inferSelect

interface Row
  extends Pick<Receipt, 'doorId' | 'vendorPinId' | 'evidenceGrade' | 'evidenceAt'>,
    Pick<Code, 'windowKind' | 'startsAt' | 'endsAt' | 'codeType'> {
  /** Null where the list does not show the code, and with it all that is of the list. */
  readonly status: Code['status'] | null
  readonly hasItsPin: 0 | 1 | null
}

/** What is proven of one credential on many doors: one statement, and no PIN is opened. */
export function prepareCodesOfCredential(
  sqlite: Database.Database,
): (id: CredentialId, doorIds: readonly DoorId[]) => readonly ProvenCode[] {
  const statement = sqlite.prepare<[{ id: CredentialId; doors: string }], Row>(
    `SELECT receipt.door_id AS doorId, receipt.vendor_pin_id AS vendorPinId,
      receipt.evidence_grade AS evidenceGrade, receipt.evidence_at AS evidenceAt,
      code.status, code.window_kind AS windowKind, code.starts_at AS startsAt, code.ends_at AS endsAt,
      code.code_type AS codeType, code.pin_hash = credential.pin_hash AS hasItsPin
    FROM provider_receipt receipt
    JOIN credential ON credential.id = receipt.credential_id
    LEFT JOIN actual_code code ON code.integration_device_id = receipt.integration_device_id
      AND code.vendor_pin_id = receipt.vendor_pin_id
    WHERE receipt.door_id IN (SELECT value FROM json_each(@doors)) AND receipt.credential_id = @id
      AND receipt.voided_at IS NULL`,
  )
  return (id, doorIds) => statement.all({ id, doors: JSON.stringify(doorIds) }).map(toProvenCode)
}

function toProvenCode(row: Row): ProvenCode {
  const { doorId, vendorPinId, evidenceGrade, evidenceAt, status, hasItsPin } = row
  return {
    doorId: asId(doorId),
    vendorPinId: asTextId(vendorPinId),
    evidenceGrade,
    evidenceAt,
    onLock: status === null ? null : { status, window: toWindow(row), hasItsPin: hasItsPin === 1 },
  }
}
