import { useMutation } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { showFailure } from '../../components/showFailure.ts'

interface FileTask<Order, Reply> {
  readonly run: (taskId: string, order: Order) => Promise<Reply>
  readonly onDone: (reply: Reply) => void
}

/** Work on a file that may take seconds: under a name by which it can be asked about and cancelled. */
export function useFileTask<Order, Reply>({ run, onDone }: FileTask<Order, Reply>) {
  const [taskId, setTaskId] = useState<string | null>(null)
  const task = useMutation({
    mutationFn: (order: Order) => {
      const id = crypto.randomUUID()
      setTaskId(id)
      return run(id, order)
    },
    onSuccess: onDone,
    onError: showFailure,
    onSettled: () => setTaskId(null),
  })
  const startRef = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (taskId === null) return
    return () => {
      // It could not keep the focus while it waited, and Cancel went with the task.
      if (document.activeElement === document.body) startRef.current?.focus()
    }
  }, [taskId])
  return { start: task.mutate, runningId: taskId, startRef }
}
