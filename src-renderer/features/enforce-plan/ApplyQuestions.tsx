import { Button, Checkbox } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import type { ApplyQuestionView, PlanView } from '../../../src-preload/contract/views/plans.ts'
import { planKeys } from '../../api/plans.ts'
import { ErrorLine } from '../../components/Feedback.tsx'
import { ask } from '../../lib/ipcClient.ts'
import { texts } from '../../texts/texts.ts'
import classes from './planGate.module.css'

const words = texts.plan.question
const SHOWN_DOORS = 5

interface ApplyQuestionsProps {
  readonly plan: PlanView
  readonly canAnswer: boolean
}

/** What the apply did not expect, with what to do about it. The other doors go on meanwhile. */
export function ApplyQuestions({ plan, canAnswer }: ApplyQuestionsProps): ReactElement | null {
  if (plan.questions.length === 0) return null
  return (
    <>
      {plan.questions.map((question) => (
        <Question key={question.kind} planId={plan.row.id} question={question} canAnswer={canAnswer} />
      ))}
    </>
  )
}

interface QuestionProps {
  readonly planId: number
  readonly question: ApplyQuestionView
  readonly canAnswer: boolean
}

type Choice = Parameters<typeof window.lockstep.plans.answer>[0]['choice']

function Question({ planId, question, canAnswer }: QuestionProps): ReactElement {
  const queryClient = useQueryClient()
  const [isRemembered, setRemembered] = useState(false)
  const answer = useMutation({
    mutationFn: (choice: Choice) =>
      ask(
        window.lockstep.plans.answer({
          planId,
          kind: question.kind,
          choice,
          isRemembered,
        }),
      ),
    onSuccess: (next) => queryClient.setQueryData(planKeys.detail(planId), next),
  })
  const { doors } = question
  const more = doors.length - SHOWN_DOORS
  return (
    <section className={classes.question} aria-label={words.heading}>
      <h2>
        <IconAlertTriangle size={16} stroke={1.75} aria-hidden="true" />
        {words.heading}
      </h2>
      <ul>
        {doors.slice(0, SHOWN_DOORS).map((door) => (
          <li key={door.doorId}>
            <strong>{door.doorName}</strong> {door.sentence}
          </li>
        ))}
        {more > 0 && <li className="muted">{words.more(more)}</li>}
      </ul>
      <p className="muted">{words.meanwhile}</p>
      {canAnswer ? (
        <>
          <Checkbox
            label={words.remember}
            checked={isRemembered}
            onChange={(event) => setRemembered(event.currentTarget.checked)}
          />
          <div className={classes.choices}>
            <Button variant="filled" loading={answer.isPending} onClick={() => answer.mutate('retry')}>
              {words.retry}
            </Button>
            <Button disabled={answer.isPending} onClick={() => answer.mutate('skip_door')}>
              {doors.length === 1 ? words.skipDoor : words.skipDoors(doors.length)}
            </Button>
            <Button color="red" disabled={answer.isPending} onClick={() => answer.mutate('stop')}>
              {words.stop}
            </Button>
          </div>
        </>
      ) : (
        <p className="muted">{words.manager}</p>
      )}
      <ErrorLine error={answer.error} />
    </section>
  )
}
