/**
 * The real envelope (facts 0.3): HTTP 200 whatever happened; reads and creates answer their data without
 * `errcode`; commands and errors answer errcode, errmsg and an often Chinese description.
 */
export type Answer =
  | { readonly kind: 'data'; readonly body: Readonly<Record<string, unknown>> }
  | { readonly kind: 'done' }
  | { readonly kind: 'refused'; readonly errcode: number }
  /** The call is never answered: the connection stays open. */
  | { readonly kind: 'hang' }

export type GivenAnswer = Exclude<Answer, { kind: 'hang' }>

export type Refusal = Extract<Answer, { kind: 'refused' }>

export function data(body: Readonly<Record<string, unknown>>): Answer {
  return { kind: 'data', body }
}

export function done(): Answer {
  return { kind: 'done' }
}

export function refuse(errcode: number): Refusal {
  return { kind: 'refused', errcode }
}

export function bodyOf(answer: GivenAnswer): Readonly<Record<string, unknown>> {
  switch (answer.kind) {
    case 'data':
      return answer.body
    case 'done':
      return errorBody(0)
    case 'refused':
      return errorBody(answer.errcode)
    default: {
      const never: never = answer
      return never
    }
  }
}

function errorBody(errcode: number): Readonly<Record<string, unknown>> {
  const [errmsg, description] = texts.get(errcode) ?? ['unknown error', '未知错误']
  return { errcode, errmsg, description }
}

/** errmsg and description; the text of -3007 has the recorded non-breaking space (facts 0.3). */
const texts: ReadonlyMap<number, readonly [string, string]> = new Map([
  [0, ['none error message or means yes', '表示成功或是']],
  [1, ['failed or means no', '失败或表示否']],
  [-3, ['invalid parameter', '参数不合法']],
  [10000, ['invalid client_id', 'client_id不存在']],
  [10001, ['invalid client', '无效的client，client_id或client_secret错误']],
  [10003, ['token does not exist', 'token不存在']],
  [10004, ['invalid grant', 'token无授权，token已失效或被撤销授权']],
  [10007, ['invalid account or invalid password', '用户名或密码错误']],
  [10010, ['invalid grant_type', 'grant_type不合法']],
  [10011, ['invalid refresh_token', 'refresh_token不存在']],
  [20002, ['not lock admin', '不是锁管理员']],
  [30005, ['password must be md5 encrypted', '密码必须是MD5加密后的']],
  [30006, ['exceed the limit of API calls', '接口调用次数超过限制']],
  [30007, ['The number of calls of this month has reached the limit', '本月接口调用次数已达上限']],
  [
    30008,
    [
      'Wrong region. cn: mainland China, eu: everybody else',
      '请求的服务器区域错误，中国大陆用户请使用cn域名，其他用户请使用eu域名',
    ],
  ],
  [80000, ['date must be current time, in five minutes', 'date必须为当前时间，误差五分钟以内']],
  [80002, ['invalid json', 'json格式不正确']],
  [90000, ['internal server error', '服务器内部错误']],
  [-1003, ['Lock does not exist', '锁不存在']],
  [-1007, ['No passcode data for this lock', '该锁没有键盘密码数据，请重置密码']],
  [-1008, ['eKey does not exist', '电子钥匙不存在']],
  [
    -1026,
    [
      'A passcode of this validity was deleted, choose another hour',
      '该有效期的密码已被删除过，请更换有效期',
    ],
  ],
  [-2009, ['Invalid Password', '键盘密码不存在']],
  [-2012, ['There is no gateway near the lock', '锁附近没有可用的网关']],
  [-2018, ['Permission Denied', '没有操作权限，只有管理员或授权管理员可以操作']],
  [-2025, ['Lock is frozen', '锁已被冻结']],
  [-2032, ['The passcode is too simple', '密码过于简单']],
  [-3002, ['The gateway is offline', '网关不在线']],
  [-3003, ['The gateway is busy', '网关正忙，请稍后再试']],
  [-3006, ['Invalid Passcode. The passcode length should be 6-9', '密码长度为4-9位']],
  [
    -3007,
    ['The same passcode\u00a0already exists. Please use another one.', '已存在相同的密码，请重新设置一个'],
  ],
  [
    -3008,
    ['The passcode has never been used on the lock, can not be changed', '该密码未在锁上使用过，不能修改'],
  ],
  [-3009, ['No more space for customized passcodes', '自定义密码空间已满']],
  [-3034, ['The WiFi lock has no network configured', 'WiFi锁未配置网络']],
  [-3035, ['The WiFi lock is in power saving mode', 'WiFi锁处于省电模式']],
  [-3036, ['The lock is offline', '锁不在线']],
  [-3037, ['The lock is busy', '锁正忙，请稍后再试']],
  [-4037, ['Gateway does not exist', '网关不存在']],
  [-4043, ['The function is not supported for this lock', '锁不支持此功能']],
  [-4067, ['NB device is not registered', 'NB设备未注册']],
])
