// A pane that fails says so in its own place; the others go on.

import { Component } from 'react';
import type { ReactNode } from 'react';

interface Props {
  readonly name: string;
  readonly children: ReactNode;
}

export class ErrorBoundary extends Component<Props, { readonly error: string | undefined }> {
  override state = { error: undefined };

  static getDerivedStateFromError(error: unknown): { error: string } {
    return { error: error instanceof Error ? error.message : String(error) };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === undefined) return this.props.children;
    return (
      <div className="pane-broken" role="alert">
        <p>
          <b>{this.props.name} stopped.</b> {error}
        </p>
        <button type="button" className="btn" onClick={() => this.setState({ error: undefined })}>
          Show it again
        </button>
      </div>
    );
  }
}
