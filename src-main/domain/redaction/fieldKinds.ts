/**
 * What a field's name says about its value. The lists are the schema of what the provider sends and of what our own
 * records hold; a name on none of them is `unknown` and its value is searched for known secrets.
 */
export type FieldKind =
  | 'secret'
  | 'pin'
  | 'pin_or_name'
  | 'person_name'
  | 'factory_name'
  | 'exempt'
  /** An id as long as a token. */
  | 'long_id'
  | 'unknown'

const SECRET_FIELDS = namesOf(`
  lockdata adminpwd aeskeystr deletepwd nokeypwd authorization cookie setcookie passphrase
  qrcodecontent pwd passwd
`)
const SECRET_ENDINGS = ['token', 'secret', 'password', 'passwordhash', 'key'] as const

const PIN_FIELDS = namesOf(`
  keyboardpwd newkeyboardpwd oldkeyboardpwd pin newpin oldpin pincode passcode newpasscode accesscode
  cardnumber fingerprintnumber
`)

const PERSON_NAME_FIELDS = namesOf(`
  keyboardpwdname keyname nickname lockalias groupname cardname fingerprintname username
  senderusername receiverusername admin remark remarks name codename personname alias firstname
  lastname fullname networkname email mail phone
`)
const FACTORY_NAME_FIELDS = namesOf('lockname gatewayname')

const LONG_ID_FIELDS = namesOf('clientid featurevalue wirelesskeypadfeaturevalue')

/** TTLock's ids, times, counts and codes, and those of our own steps that do not end in one of the endings below. */
const EXEMPT_FIELDS = namesOf(`
  lockid gatewayid keyboardpwdid keyid recordid cardid fingerprintid groupid uid openid id orgid scene
  senderuserid usertype keystatus keyright date startdate enddate senddate lockdate serverdate
  createdate updatedate rssiupdatedate lockupdatedate timezonerawoffset starttime endtime locktime
  expiresin pageno pagesize pages total locknum monthrequestcount autolocktime electricquantity
  errcode state status keyboardpwdtype keyboardpwdversion iscustom addtype deletetype changetype type
  orderby recordtype recordtypefromlock success passagemode autounlock isallday isonline hasgateway
  rssi gatewayversion remoteenable sensorstate specialvalue protocolversion protocoltype lockflagpos
  lockmac gatewaymac networkmac wifimac modelnum hardwarerevision firmwarerevision weekdays
  correlationid digest fingerprint version attempt bodybytes httpstatus
`)
/** Our own records are snake_case; their endings tell ids, times and counts. */
const EXEMPT_ENDING = /_(id|ids|at|ms|count|seconds|version|bytes|digest|status|type)$/

/** The same few hundred names come with each answer; a hostile body must not fill the memory. */
const MOST_REMEMBERED = 2_000
const remembered = new Map<string, FieldKind>()

export function fieldKind(fieldName: string): FieldKind {
  const known = remembered.get(fieldName)
  if (known !== undefined) return known
  const kind = judge(fieldName)
  if (remembered.size >= MOST_REMEMBERED) remembered.clear()
  remembered.set(fieldName, kind)
  return kind
}

function judge(fieldName: string): FieldKind {
  // `lock_key` is our `TTLOCK:28991110`; TTLock's `lockKey` is key material.
  if (fieldName === 'lock_key' || EXEMPT_ENDING.test(fieldName)) return secretByName(fieldName) ?? 'exempt'
  const plain = plainName(fieldName)
  if (PIN_FIELDS.has(plain)) return 'pin'
  const secret = secretByName(fieldName)
  if (secret) return secret
  if (plain === 'searchstr') return 'pin_or_name'
  if (PERSON_NAME_FIELDS.has(plain)) return 'person_name'
  if (FACTORY_NAME_FIELDS.has(plain)) return 'factory_name'
  if (LONG_ID_FIELDS.has(plain)) return 'long_id'
  return EXEMPT_FIELDS.has(plain) ? 'exempt' : 'unknown'
}

function secretByName(fieldName: string): 'secret' | null {
  if (fieldName === 'lock_key') return null
  const plain = plainName(fieldName)
  if (SECRET_FIELDS.has(plain)) return 'secret'
  return SECRET_ENDINGS.some((ending) => plain.endsWith(ending)) ? 'secret' : null
}

function plainName(fieldName: string): string {
  return fieldName.replace(/[^A-Za-z0-9]/g, '').toLowerCase()
}

function namesOf(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/))
}
