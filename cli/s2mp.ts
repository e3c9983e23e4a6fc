#!/usr/bin/env node
// The entry until version 0.1: npx keeps its link to it for each checkout. New links go to s2mp.mjs, which starts faster.
import './s2mp.mjs';
