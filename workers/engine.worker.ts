import './keep-to-policy';
import { expose } from 'comlink';
import { Engine } from '../src/core/engine/engine';
import { installErrorTransfer } from './error-transfer';

installErrorTransfer();
expose(new Engine());
