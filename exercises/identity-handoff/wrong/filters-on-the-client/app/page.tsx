"use client";

import { useState } from "react";
import { SignInButton, SignOutButton, useUser } from "@clerk/nextjs";
import { Authenticated, Unauthenticated, useConvexAuth, useMutation, useQuery } from "convex/react";
import { api } from "../convex/_generated/api";

export default function Page() {
  const { isLoading } = useConvexAuth();
  return (
    <main>
      <h1>My tasks</h1>
      {isLoading && <p>Checking who you are…</p>}
      <Unauthenticated>
        <p>You are not signed in.</p>
        <SignInButton mode="modal">
          <button>Sign in</button>
        </SignInButton>
      </Unauthenticated>
      <Authenticated>
        <SignOutButton>
          <button>Sign out</button>
        </SignOutButton>
        <NewTask />
      </Authenticated>
      <TaskList />
    </main>
  );
}

function TaskList() {
  const { user } = useUser();
  const tasks = useQuery(api.tasks.list)?.filter((task) => task.owner === user?.id);
  if (tasks === undefined) return <p>Loading tasks…</p>;
  if (tasks.length === 0) return <p>No tasks for this caller.</p>;
  return (
    <ul aria-label="Tasks">
      {tasks.map((task) => (
        <li key={task._id}>
          {task.isDone ? "✓ " : ""}
          {task.text}
        </li>
      ))}
    </ul>
  );
}

function NewTask() {
  const add = useMutation(api.tasks.add);
  const [text, setText] = useState("");
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void add({ text });
        setText("");
      }}
    >
      <label>
        New task <input value={text} onChange={(event) => setText(event.target.value)} required />
      </label>{" "}
      <button type="submit">Add</button>
    </form>
  );
}
